/* SPDX-License-Identifier: MIT */
/*
 * Layer: wrappers.  What the files beside this one share.
 *
 * They hold the points whose arguments are not the system call's.  Each makes
 * exactly the system call that glibc makes for it, with the same arguments,
 * and returns what glibc returns; what is no cancellation point in glibc goes
 * to the next definition.  Where nothing is left to do after the call it is
 * the last expression, so that the compiler jumps to the thunk and no second
 * return follows the system call.  For that they all return long, whatever C
 * says: the register as the thunk left it, of which callers that expect an int
 * read the low half.
 *
 * A frame of theirs may be unwound at any sc_call_: none owns anything.
 */
#ifndef SAFECANCEL_SHIM_POINTS_SYSTEM_CALLS_H
#define SAFECANCEL_SHIM_POINTS_SYSTEM_CALLS_H

#include <sys/select.h>

#include "config.h"

/*
 * The system calls, arguments as the kernel's; the thunk's entry returns what
 * the kind in the table says.
 */
#pragma GCC visibility push(hidden)
extern "C" {
#define SC_LONGS_0 void
#define SC_LONGS_1 long
#define SC_LONGS_2 long, SC_LONGS_1
#define SC_LONGS_3 long, SC_LONGS_2
#define SC_LONGS_4 long, SC_LONGS_3
#define SC_LONGS_5 long, SC_LONGS_4
#define SC_LONGS_6 long, SC_LONGS_5
#define SC_CALL(call, number, arguments, kind) long sc_call_##call(SC_LONGS_##arguments);
#define SC_MADE(call, arguments) long sc_call_##call(SC_LONGS_##arguments);
#include "points.def"

/* What the fortified forms go on to. */
long sc_point_recv(int fd, void *buffer, size_t size, int flags);

/* select where libc makes it of pselect6. */
long sc_point_select_by_pselect6(int limit, fd_set *reading, fd_set *writing, fd_set *excepting,
                                 struct timeval *timeout);
}
#pragma GCC visibility pop

namespace safecancel {

/* Bytes of a signal set as the kernel counts them. */
inline constexpr long kernel_sigset_size = 8;

/* A pointer as the register that carries it. */
inline long arg(const void *pointer)
{
    return reinterpret_cast<long>(pointer);
}

} // namespace safecancel

#endif
