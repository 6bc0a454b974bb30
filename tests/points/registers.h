/* SPDX-License-Identifier: MIT */
/* What the tracer changes in a stopped thread; one implementation a folder, an architecture each. */
#ifndef SAFECANCEL_TESTS_POINTS_REGISTERS_H
#define SAFECANCEL_TESTS_POINTS_REGISTERS_H

#include <sys/types.h>

namespace safecancel {

/* At a system-call-entry stop: the kernel does nothing. */
void skip_system_call(pid_t thread);

/* At a system-call-exit stop: the result the thread will see. */
void set_result(pid_t thread, long result);

}  // namespace safecancel

#endif
