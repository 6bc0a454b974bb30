/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The canceller's half of the protocol.
 *
 *     old = fetch_or(word, request)
 *     signal the thread only if it may be inside a point and the request is due
 *
 * The thread marks its depth and then reads the word, without a fence between;
 * the canceller writes the word and then reads the depth, with a fence on every
 * CPU in between (membarrier).  So either the thread sees the request, or the
 * canceller sees the mark.  The exchange itself is no such fence, not even for
 * the canceller, where it is made of exclusive loads and stores (64-bit Arm):
 * the mark is only believed to be absent when read after membarrier.
 */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>

#include "act.h"
#include "errors.h"
#include "filter.h"
#include "look.h"
#include "report.h"
#include "statistics.h"
#include "thread_state.h"
#include "unwrapped.h"

namespace safecancel {

constinit uint32_t request_bits = 0;

namespace {

/*
 * Readied by the first pthread_cancel.  Unusable: glibc did not do what the
 * layout says it should, so every request is left to glibc.
 */
enum class Canceller : uint32_t { unready, busy, ready, unusable };
constinit Canceller canceller = Canceller::unready;

using CancelFunction = int (*)(pthread_t);

CancelFunction glibc_cancel()
{
    return reinterpret_cast<CancelFunction>(next_definition(Row::pthread_cancel));
}

/*
 * Has glibc make a request of its own, to the calling thread, and takes it
 * back.  By this glibc loads its unwinder, tells its single-threaded shortcuts
 * that points matter, and installs its handler, once and for all, where ours
 * cannot be overwritten by it any more.  The state is disabled meanwhile and
 * all signals are blocked, so nobody sees the request; every other canceller
 * waits for us (`prepare`), so none is taken back with it.
 */
uint32_t observe_glibc_request()
{
    const uintptr_t self = thread_pointer();
    int state = PTHREAD_CANCEL_ENABLE;
    set_state(PTHREAD_CANCEL_DISABLE, &state);
    const uint32_t before = load_word(self);
    glibc_cancel()(pthread_self());
    const uint32_t set = load_word(self) & ~before;
    __atomic_fetch_and(cancel_word(self), ~set, __ATOMIC_SEQ_CST);
    set_state(state, nullptr);
    return set;
}

Canceller make_ready()
{
    request_bits = observe_glibc_request();
    const bool understood = (request_bits & ~(SC_CANCELING | SC_CANCELED)) == 0 &&
                            (request_bits & SC_CANCELED) != 0;
    if (understood) {
        const SignalHandler theirs = installed_handler();
        libc_handler = reinterpret_cast<SignalFunction>(theirs.function);
        libc_restorer = theirs.restorer;
    }
    const int error = understood ? install_handler() : 0;

    if (!understood)
        report("requests are left to glibc: its pthread_cancel set the bits 0x%x, not 0x8",
               request_bits);
    else if (error != 0)
        report("requests are left to glibc: rt_sigaction(32) failed with errno %d", -error);
    return understood && error == 0 ? Canceller::ready : Canceller::unusable;
}

/* Makes the canceller ready unless another thread is at it. */
void make_ready_once()
{
    Canceller expected = Canceller::unready;
    if (!__atomic_compare_exchange_n(&canceller, &expected, Canceller::busy, false,
                                     __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
        return;
    __atomic_store_n(&canceller, make_ready(), __ATOMIC_RELEASE);
    raw_syscall(__NR_futex, reinterpret_cast<long>(&canceller), FUTEX_WAKE_PRIVATE, INT_MAX);
}

/*
 * Readies the canceller once; all callers wait until it is.  True if it is
 * usable.  Signals are blocked from before the first step: a handler that
 * cancelled a thread in the middle of it would wait for itself.
 */
bool prepare()
{
    Canceller seen = __atomic_load_n(&canceller, __ATOMIC_ACQUIRE);
    if (seen == Canceller::unready) {
        const KernelSignalSet mask = change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
        make_ready_once();
        change_signal_mask(SIG_SETMASK, mask);
        seen = __atomic_load_n(&canceller, __ATOMIC_ACQUIRE);
    }
    while (seen == Canceller::busy) {
        raw_syscall(__NR_futex, reinterpret_cast<long>(&canceller), FUTEX_WAIT_PRIVATE,
                    static_cast<long>(Canceller::busy), 0);
        seen = __atomic_load_n(&canceller, __ATOMIC_ACQUIRE);
    }
    return seen == Canceller::ready;
}

/*
 * Makes the request, and returns what the word was before.  State and type in
 * bytes of their own are no part of the exchange: a fence on every CPU lets us
 * see what the thread had written to them when it read the word.
 */
uint32_t make_request(uintptr_t thread)
{
    const uint32_t old = __atomic_fetch_or(cancel_word(thread), request_bits, __ATOMIC_SEQ_CST);
    if (sc_config.state_byte == 0)
        return old;
    return old | (fence_everywhere() ? bits_of_bytes(thread) : bits_of_bytes(thread) & ~SC_DISABLED);
}

} // namespace

bool canceller_is_ready()
{
    if (!prepare())
        return false;
    if (!handler_is_ours())
        install_handler();
    return true;
}

} // namespace safecancel

/*
 * pthread_cancel (POSIX XSH).  Returns 0; a second request, or one to a thread
 * that has exited but not been joined, does nothing.  Async-signal-safe, after
 * the first call.
 */
extern "C" int sc_pthread_cancel(pthread_t target)
{
    using namespace safecancel;
    if (!canceller_is_ready())
        return glibc_cancel()(target);

    const uintptr_t thread = static_cast<uintptr_t>(target);
    const int32_t tid = thread_id(thread);
    if (tid <= 0)
        return 0;

    const uint32_t old = make_request(thread);
    if ((old & (SC_CANCELED | SC_EXITING)) != 0)
        return 0;
    count(statistics().requests);
    const bool self = thread == thread_pointer();
    if (self && is_asynchronous(old))
        act_if_due({SC_STATS_ASYNCHRONOUS, false, nullptr});
    if ((old & SC_DISABLED) != 0) {
        if (__atomic_load_n(&errors_of(thread)->masked, __ATOMIC_SEQ_CST) != 0)
            request_error(thread, tid, false);
        return 0;
    }
    hide_error(thread);
    /* To itself: a user handler may be making the request, on top of a point that is restarted. */
    if ((old & SC_ASYNCHRONOUS) != 0 || may_be_in_a_point(thread, tid))
        raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), tid, cancel_signal);
    return 0;
}
