/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a function that a program imports, by its name.  The truth is
 * in shim/points.def (what goes through the thunk) and shim/not_wrapped.def (what
 * is left to libc's windows, and what is no point): the same that the tests hold
 * against libc's own code.
 */
#ifndef SAFECANCEL_INSPECT_POINT_TABLE_H
#define SAFECANCEL_INSPECT_POINT_TABLE_H

#include <optional>
#include <string>
#include <string_view>

#include "elf_file.h"

namespace safecancel::inspect {

enum class Way {
    thunk,    /* through the thunk */
    window,   /* in libc's windows, at level full */
    uncovered,
    no_point, /* documented as a point, but none in glibc */
};

struct Point {
    Way way = Way::no_point;
    std::string_view reason; /* why not through the thunk; empty: it is */
    std::string_view as;     /* the point that it is another name of; mostly its own */
};

/* glibc's version as major * 1000 + minor, or 0 where it is not known: then taken for the newest that is the same everywhere. */
unsigned version_number(std::string_view version);

/* Nothing if the name is in neither table. */
std::optional<Point> find_point(const Kind &kind, unsigned glibc, std::string_view name);

/* True for the architectures that the shim is made for. */
bool is_supported(const Kind &kind);

/* Functions that tell whether and how threads are cancelled: pthread_cancel and its kin, dlopen, those of the public header. */
bool is_of_threads(std::string_view name);
bool is_own_function(std::string_view name);

/* All names that matter here: points under every name, and those of is_of_threads. */
bool is_wanted(std::string_view name);

} // namespace safecancel::inspect

#endif
