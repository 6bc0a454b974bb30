/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  The functions that are passed on to the next definition (SC_PASS
 * of points.def), because by them a program installs a seccomp filter.  From then
 * on no system call is made that glibc would not make; see filter.h.
 */
#include "passing.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "act.h"
#include "config.h"
#include "filter.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

static_assert(SC_PR_SET_SECCOMP == PR_SET_SECCOMP);

/* A null filter is a question whether there are any. */
bool by_prctl(long option, long mode, long filter)
{
    return option == PR_SET_SECCOMP && (mode == SECCOMP_MODE_STRICT || (mode == SECCOMP_MODE_FILTER && filter != 0));
}

bool by_seccomp(long operation, long filter)
{
    return operation == SECCOMP_SET_MODE_STRICT || (operation == SECCOMP_SET_MODE_FILTER && filter != 0);
}

/* prctl(a, b, c) or syscall(a, b, c, d) installs a filter. */
bool installs_filter(unsigned row, long a, long b, long c, long d)
{
    if (row == static_cast<unsigned>(Row::prctl))
        return by_prctl(a, b, c);
    return a == __NR_prctl ? by_prctl(b, c, d) : by_seccomp(b, d);
}

} // namespace

/*
 * What the first cancel needs is made ready as long as it may be, since glibc up to
 * 2.31 makes no call for that (filter_all of tests/faults shows it there): not by a vfork
 * child, whose signal handlers are its own.  Its filter is, too; but it cannot be
 * told from a child that the program has cloned, with memory of its own.
 */
void note_arguments(unsigned row, long a, long b, long c, long d)
{
    if (own_calls_are_forbidden() || !installs_filter(row, a, b, c, d))
        return;
    if (sc_config.armed && is_own_thread())
        canceller_is_ready();
    forbid_own_calls();
}

} // namespace safecancel
