/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Cancellation as an error; see errors.h. */
#include "errors.h"

#include <time.h>

#include "act.h"
#include "interrupted.h"
#include "look.h"
#include "statistics.h"
#include "watcher.h"
#include "unwrapped.h"

namespace safecancel {

constinit __thread ErrorState error_state = {};

namespace {

uint32_t load(const uint32_t &field)
{
    return __atomic_load_n(&field, __ATOMIC_SEQ_CST);
}

/* A request of pthread_cancel that the masked state makes an error. */
bool is_cancelled_while_masked(uint32_t word)
{
    return error_state.masked != 0 && (word & (SC_CANCELED | SC_EXITING)) == SC_CANCELED;
}

bool deadline_has_passed()
{
    return error_state.deadline != 0 && monotonic_now() >= error_state.deadline;
}

bool has_reason(uint32_t word)
{
    return load(error_state.asked) != 0 || is_cancelled_while_masked(word) || deadline_has_passed();
}

void clear_bit(uintptr_t thread)
{
    __atomic_fetch_and(cancel_word(thread), ~uint32_t{SC_ERROR}, __ATOMIC_SEQ_CST);
}

void set_bit(uintptr_t thread)
{
    __atomic_fetch_or(cancel_word(thread), uint32_t{SC_ERROR}, __ATOMIC_SEQ_CST);
}

/*
 * True if the call may be a futex, or wait4: such a wait goes on, and the request
 * stays.  libc calls abort() for an error of the first that it does not expect;
 * EINTR it does, and then waits again but for a semaphore, which
 * points/semaphores.cpp is around: there it becomes an error.  The second waits for
 * a child that libc has started, in system or pclose, and that nobody else would
 * wait for.  Where one
 * window is all calls' and the call has been made, its number is gone; but its
 * arguments are still in their registers.
 */
bool must_go_on(const Window &window, const ucontext_t *context, bool made)
{
    constexpr unsigned long wait_bitset = 9, private_flag = 128, clock_realtime = 256;
    if (window.known)
        return window.waits;
    if (!made || keeps_call_number)
        return is_futex(call_number(context)) || call_number(context) == __NR_wait4;
    return (second_argument(context) & ~(private_flag | clock_realtime)) == wait_bitset;
}

} // namespace

uint64_t monotonic_now()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

bool take_error()
{
    const uintptr_t self = thread_pointer();
    clear_bit(self);
    const uint32_t word = load_word(self);
    bool taken = __atomic_exchange_n(&error_state.asked, 0, __ATOMIC_SEQ_CST) != 0;
    if (!taken && is_cancelled_while_masked(word)) {
        error_state.masked = 0;
        taken = true;
    }
    taken = taken || deadline_has_passed();
    settle_error();
    return taken;
}

void settle_error()
{
    const uintptr_t self = thread_pointer();
    const bool watched = unwatch(error_state.place);
    clear_bit(self);
    const uint32_t word = load_word(self);
    if (!has_reason(word)) {
        if (watched)
            await_signals(error_state.place);
        return;
    }
    watch_pending(thread_id(self), &error_state.place, !watched);
    if (!request_is_due(word))
        set_bit(self);
}

bool error_is_pending()
{
    const uint32_t word = load_word(thread_pointer());
    return (word & (SC_EXITING | SC_TERMINATED)) == 0 && has_reason(word);
}

bool clear_asked()
{
    const bool asked = __atomic_exchange_n(&error_state.asked, 0, __ATOMIC_SEQ_CST) != 0;
    settle_error();
    return asked;
}

void note_deadline()
{
    if ((load_word(thread_pointer()) & SC_ERROR) == 0 && deadline_has_passed()) {
        settle_error();
    }
}

namespace {

void set_and_signal(uintptr_t thread, int32_t tid, ErrorState *errors, bool asks)
{
    if (asks)
        __atomic_store_n(&errors->asked, 1, __ATOMIC_SEQ_CST);
    watch_pending(tid, &errors->place, true);
    uint32_t word = load_word(thread);
    while (!request_is_due(word)) {
        const uint32_t bits = bits_of_bytes(thread);
        uint32_t expected = word & ~bits;
        if (__atomic_compare_exchange_n(cancel_word(thread), &expected, expected | SC_ERROR, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            break;
        word = load_word(thread);
    }
    if (may_be_in_a_point(thread, tid))
        raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), tid, cancel_signal);
}

} // namespace

/*
 * Another thread that takes the request waits until the signal was sent (await_signals),
 * so nothing may come in between here.  To itself a thread sends it in time.
 */
bool request_error(uintptr_t thread, int32_t tid, bool asks)
{
    ErrorState *const errors = errors_of(thread);
    const bool self = thread == thread_pointer();
    const KernelSignalSet mask = self ? 0 : change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
    const uint32_t place = expect_signal(tid, &errors->place, self);
    /* A thread without a place would take the signal for one of libc's. */
    if (place != 0)
        set_and_signal(thread, tid, errors, asks);
    if (self)
        return place != 0;
    signal_was_sent(place);
    change_signal_mask(SIG_SETMASK, mask);
    return place != 0;
}

void hide_error(uintptr_t thread)
{
    uint32_t word = load_word(thread);
    while (request_is_due(word) && (word & SC_ERROR) != 0) {
        uint32_t expected = word & ~bits_of_bytes(thread);
        if (__atomic_compare_exchange_n(cancel_word(thread), &expected, expected & ~uint32_t{SC_ERROR},
                                        false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            return;
        word = load_word(thread);
    }
}

bool fail_interrupted_point(ucontext_t *context, uint32_t word, bool (*taken)())
{
    const uintptr_t pc = program_counter(context);
    const Window *window = find_failing_window(pc);
    if (window == nullptr || !window->calls || window->closes ||
        (window->marked && (word & SC_ASYNCHRONOUS) == 0))
        return false;
    const bool made = pc == window->end;
    if (made ? call_result(context) != -EINTR : !is_at_call(context, window->end))
        return false;
    const bool goes_on = must_go_on(*window, context, made);
    if (goes_on ? error_state.waits == 0 || taken != take_error : !taken())
        return false;
    if (!made)
        skip_call(context);
    set_call_result(context, goes_on ? -EINTR : -SC_ECANCELED);
    if (!goes_on)
        note_failure({own_row(SC_STATS_IN_LIBC), true, context});
    return true;
}

} // namespace safecancel
