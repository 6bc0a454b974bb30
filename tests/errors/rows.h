/* SPDX-License-Identifier: MIT */
/* Which rows a situation of cancellation as an error is played with, and the ways to ask for one. */
#ifndef SAFECANCEL_TESTS_ERRORS_ROWS_H
#define SAFECANCEL_TESTS_ERRORS_ROWS_H

#include "driver.h"

namespace safecancel {

enum class Way { interrupted, masked, broken, deadline };

/* As the program calls it. */
std::string name_of(Way way);

bool inside(const Row &row);

/*
 * What tests/inside has of points through the PLT is another program's; what is no
 * point at all has a test of its own.  Where two wait for one signal, either may
 * get it, and the other waits for ever unless it is cancelled.
 */
bool played(const Row &row);
bool blocks(const Row &row);

/* A point of it can fail with ECANCELED; said again by the program, where its reasons are (error_situations.c). */
bool sees(const Row &row);
bool sees_and_blocks(const Row &row);
bool points(const Row &row);
bool can_cancel_blocked(const Row &row);

/* One tracer's stop is enough for them. */
bool completes(const Row &row);
bool again(const Row &row);
bool partial(const Row &row);

/*
 * Goes through the thunk, and so fails before its call.  What is left to libc here
 * (points.def, SC_TIMED; shim/points/files.cpp; asm/i386/calls.def, sc_no_target) is a
 * point inside libc, which a request reaches only while it waits.
 */
bool fails_before(const Row &row);

}  // namespace safecancel

#endif
