/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  Acting upon a request.  sc_act and
 * sc_failed are what the thunk goes to; both run at a cancellation point, on
 * the caller's stack.
 *
 * Acting leaves this file by forced unwinding: nothing here owns anything.
 */
#include "act.h"

#include <errno.h>

#include "report.h"
#include "thread_state.h"
#include "unwrapped.h"

namespace safecancel {

KernelSignalSet change_signal_mask(int how, KernelSignalSet set)
{
    KernelSignalSet before = 0;
    raw_syscall(__NR_rt_sigprocmask, how, reinterpret_cast<long>(&set),
                reinterpret_cast<long>(&before), sizeof set);
    return before;
}

void act_if_due(uint64_t &counter)
{
    const uintptr_t self = thread_pointer();
    if (!request_is_due(load_word(self)) || raw_syscall(__NR_gettid) != thread_id(self))
        return;
    count(counter);
    /*
     * Cleanup handlers, and what they start, must not inherit signal 32
     * blocked, which it is if the request came under a user handler.  It may
     * be pending too; the flag keeps our handler from blocking it again.
     */
    thread_flags.acting = true;
    change_signal_mask(SIG_UNBLOCK, cancel_signal_bit);
    sc_config.testcancel();
    thread_flags.acting = false;
}

void raise_again_later(bool later)
{
    thread_flags.acting = later;
    change_signal_mask(later ? SIG_UNBLOCK : SIG_BLOCK, cancel_signal_bit);
    if (!later)
        raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), thread_id(thread_pointer()),
                    cancel_signal);
}

} // namespace safecancel

extern "C" {

/* Called by the thunk at `cancel`, every argument saved.  Returns if not to act. */
void sc_act()
{
    using namespace safecancel;
    const bool redirected = thread_flags.redirected;
    thread_flags.redirected = false;
    act_if_due(redirected ? statistics.acted_blocked : statistics.acted_before);
}

/*
 * The thunk's failure path: `result` is -errno, `request` what the entry
 * loaded.  -EINTR means that the kernel did nothing, so a request that is due
 * is acted upon here; after close it is not, since the descriptor is gone
 * whatever Linux returns.
 */
SC_FROM_THUNK long sc_failed(long result, unsigned request)
{
    using namespace safecancel;
    if (result == -EINTR && (request & SC_KIND_CLOSE) == 0)
        act_if_due(statistics.acted_blocked);
    if ((request & SC_KIND_ERROR) != 0)
        return -result;
    errno = static_cast<int>(-result);
    return -1;
}
}
