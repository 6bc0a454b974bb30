/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  Acting upon a request.  sc_act and
 * sc_failed are what the thunk goes to; both run at a cancellation point, on
 * the caller's stack.
 *
 * Acting leaves this file by forced unwinding: nothing here owns anything.
 */
#include "act.h"
#include "errors.h"
#include "filter.h"

#include <errno.h>

#include "statistics.h"
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

void act_if_due(const Place &place)
{
    const uintptr_t self = thread_pointer();
    if (!request_is_due(load_word(self)) || !is_own_thread())
        return;
    sc_stats_point &counters = statistics().points[row_of(place.point)];
    count(place.blocked ? counters.acted_blocked : counters.acted_before);
    /*
     * Cleanup handlers, and what they start, must not inherit signal 32
     * blocked, which it is if the request came under a user handler.  It may
     * be pending too; the flag keeps our handler from blocking it again.
     */
    thread_flags.acting = true;
    trace(place, false);
    change_signal_mask(SIG_UNBLOCK, cancel_signal_bit);
    if (error_state.place != 0)
        settle_error(); /* glibc up to 2.33 does not act with a bit set that it does not know */
    sc_config.testcancel();
    thread_flags.acting = false;
}

void note_failure(const Place &place)
{
    count(statistics().points[row_of(place.point)].failed);
    trace(place, true);
}

void raise_again_later(bool later)
{
    thread_flags.acting = later;
    change_signal_mask(later ? SIG_UNBLOCK : SIG_BLOCK, cancel_signal_bit);
    if (!later)
        raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), thread_id(thread_pointer()),
                    cancel_signal);
}

namespace {

/*
 * A point of the calling thread, whose word is `word`, may take an error: not
 * close, whose descriptor is to be gone whatever happens; not while the thread
 * ends; not in a vfork child, which shares its parent's word.
 */
bool point_can_fail(unsigned request, uint32_t word)
{
    return (request & SC_KIND_CLOSE) == 0 && error_may_be_due(word) && is_own_thread();
}

/* A handler has broken off this point, and not one that it called itself: that would be deeper. */
bool take_broken()
{
    if (error_state.broken <= sc_depth)
        return false;
    error_state.broken = 0;
    return true;
}

/* close does not fail: what it was broken off for is for the next point. */
void pass_on()
{
    const uintptr_t self = thread_pointer();
    request_error(self, thread_id(self), true);
}

/* What is to become of a call for which no request was acted upon, but one may be an error. */
int decide_for_error(unsigned request, bool broken)
{
    if (broken)
        pass_on();
    const uint32_t word = load_word(thread_pointer());
    if ((word & SC_ERROR) == 0)
        return SC_AGAIN;
    if (!point_can_fail(request, word))
        return SC_PLAIN;
    return take_error() ? SC_FAIL : SC_AGAIN;
}

/* What a call that the kernel did nothing for returns.  Not inline: other failures save no registers for it. */
[[gnu::noinline]] long after_interruption(unsigned request)
{
    const bool broken = take_broken();
    if ((request & SC_KIND_CLOSE) != 0) {
        if (broken)
            pass_on();
        return -EINTR;
    }
    const Place place = {request, true, nullptr};
    act_if_due(place);
    const bool fails = broken || (point_can_fail(request, load_word(thread_pointer())) && take_error());
    if (fails)
        note_failure(place);
    return fails ? -SC_ECANCELED : -EINTR;
}

} // namespace

} // namespace safecancel

extern "C" {

/*
 * Called at `cancel`, every argument saved (sc_act in asm/<arch>/thunk.S): what
 * is to become of the call, SC_PLAIN, SC_AGAIN or SC_FAIL.  Does not return if a
 * request is acted upon.
 */
SC_FROM_THUNK int sc_decide(unsigned request)
{
    using namespace safecancel;
    const bool redirected = thread_flags.redirected;
    thread_flags.redirected = false;
    const bool broken = take_broken(); /* first: if a request is acted upon, cleanup handlers call points too */
    const Place place = {request, redirected, nullptr};
    act_if_due(place);
    const int decided = broken && (request & SC_KIND_CLOSE) == 0 ? SC_FAIL : decide_for_error(request, broken);
    if (decided == SC_FAIL)
        note_failure(place);
    return decided;
}

/*
 * The thunk's failure path: `result` is -errno, `request` what the entry
 * loaded.  -EINTR means that the kernel did nothing, so a request that is due
 * is acted upon here; after close it is not, since the descriptor is gone
 * whatever Linux returns.  An error that is due takes the place of -EINTR.
 */
SC_FROM_THUNK long sc_failed(long result, unsigned request)
{
    using namespace safecancel;
    if (result == -EINTR)
        result = after_interruption(request);
    if ((request & SC_KIND_ERROR) != 0)
        return -result;
    errno = static_cast<int>(-result);
    return -1;
}
}
