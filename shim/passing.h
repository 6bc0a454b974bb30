/* SPDX-License-Identifier: MIT */
/* Layer: arming.  What is to be seen of calls that are passed on; see passing.cpp. */
#ifndef SAFECANCEL_SHIM_PASSING_H
#define SAFECANCEL_SHIM_PASSING_H

namespace safecancel {

/* The first arguments of a call of the SC_PASS row `row`, which is about to be made. */
void note_arguments(unsigned row, long a, long b, long c, long d);

} // namespace safecancel

#endif
