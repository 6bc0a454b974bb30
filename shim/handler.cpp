/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  The handler of signal 32.  It asks one
 * thing: is the interrupted program counter inside a cancellation window?
 * Everything in this file is async-signal-safe.
 *
 * All signals are blocked while it runs, so no user handler comes on top.
 */
#include <errno.h>
#include <string.h>

#include "act.h"
#include "errors.h"
#include "filter.h"
#include "interrupted.h"
#include "stack.h"
#include "statistics.h"
#include "thread_state.h"
#include "window.h"
#include "unwrapped.h"

namespace safecancel {

constinit SignalFunction libc_handler = nullptr;

namespace {

/* struct kernel_sigaction of rt_sigaction(2), which glibc keeps from programs for this signal. */
struct KernelSigaction {
    SignalFunction handler;
    unsigned long flags;
    void (*restorer)();
    KernelSignalSet mask;
};
constexpr unsigned long sa_restorer = 0x04000000;

/* The first word of the mask that is in force again once the handler returns. */
KernelSignalSet interrupted_mask(const ucontext_t *context)
{
    KernelSignalSet mask;
    memcpy(&mask, &context->uc_sigmask, sizeof mask);
    return mask;
}

void set_interrupted_mask(ucontext_t *context, KernelSignalSet mask)
{
    memcpy(&context->uc_sigmask, &mask, sizeof mask);
}

/* Gives the thread the mask it had, without signal 32: we may leave the handler by unwinding. */
void restore_interrupted_mask(ucontext_t *context)
{
    change_signal_mask(SIG_SETMASK, interrupted_mask(context) & ~cancel_signal_bit);
}

/*
 * A cancellation point lies underneath, in a frame that a user handler
 * interrupted.  Signal 32 stays blocked and pending until that handler
 * returns, and then arrives at the point itself.
 */
void raise_again(ucontext_t *context)
{
    set_interrupted_mask(context, interrupted_mask(context) | cancel_signal_bit);
    thread_flags.raised = true;
    count(statistics().raised_again);
    raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), thread_id(thread_pointer()), cancel_signal);
}

/* Acts, inside the handler, as libc does in its own points: by unwinding through it. */
void act_here(ucontext_t *context)
{
    restore_interrupted_mask(context);
    act_if_due({own_row(thread_flags.asynchronous ? SC_STATS_ASYNCHRONOUS : SC_STATS_IN_LIBC), true, context});
}

/* A completed call, whose result the thread is about to have: a thunk's, or one of libc's points. */
void count_kept(const ucontext_t *context, uintptr_t pc)
{
    const Thunk *const thunk = find_thunk(pc);
    const unsigned row = thunk == nullptr
                             ? SC_STATS_IN_LIBC
                             : row_of(request_in_thunk(context, pc > address_of(thunk->unmarked)));
    count(statistics().points[row].kept);
}

/*
 * Level "points only": libc's points keep libc's behaviour.  Up to 2.40 its bit
 * says that a thread is in one (is_asynchronous); later its own handler knows.
 */
void as_libc_does(siginfo_t *info, ucontext_t *context)
{
    if (!sc_config.unmarked_points || libc_handler == nullptr)
        return;
    const KernelSignalSet blocked = interrupted_mask(context);
    restore_interrupted_mask(context);
    libc_handler(cancel_signal, info, context);
    set_interrupted_mask(context, blocked);
    change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0});
}

/*
 * True if the interrupted code may be a user handler's, or what that returns to:
 * there the stack holds the address of it no more, but the point underneath is
 * not back yet.
 */
bool may_be_in_user_handler(const ucontext_t *context)
{
    return is_at_signal_return(program_counter(context)) ||
           may_have_signal_frame(stack_pointer(context), thread_pointer());
}

/*
 * True if acting where the context is, which is not the thunk's window, is
 * right.  In a point of libc's that was not understood, as libc does: at once.
 * But code of libc's that is not waiting, under a signal frame, is a user
 * handler's.
 */
bool may_act_at(const ucontext_t *context, uint32_t word, const Window *window)
{
    const uintptr_t pc = program_counter(context);
    if (is_asynchronous(word))
        return true;
    if (window != nullptr)
        return is_before_effect(*window, pc, call_result(context), word);
    return (word & SC_ASYNCHRONOUS) != 0 && may_be_in_unknown_point(pc) &&
           (is_at_system_call(pc) || !may_be_in_user_handler(context));
}

/*
 * True if a point may lie underneath the interrupted code, in a frame that a
 * user handler interrupted: the depth tells of ours, libc's bit of its own.  Where
 * libc sets none there may always be one, if a handler runs at all.
 */
bool may_be_above_a_point(const ucontext_t *context, uint32_t word)
{
    if (sc_depth > (in_marked_code(program_counter(context)) ? 1u : 0u))
        return true;
    return sc_config.window_count != 0 &&
           (sc_config.unmarked_points || (word & SC_ASYNCHRONOUS) != 0) &&
           may_be_in_user_handler(context);
}

void raise_for_point_underneath(ucontext_t *context, uint32_t word)
{
    if (may_be_above_a_point(context, word))
        raise_again(context);
}

/*
 * Up to glibc 2.40 signal 32 is a request in itself.  Up to 2.33 pthread_create
 * makes such a one, to end a thread that it could not give the attributes it
 * should have: it waits for ever in libc, asynchronous, and never returns to the
 * program.  As libc does, it is acted upon at once if libc is in a point.
 * Later glibcs send no signal without a request.
 */
void take_request_of_libc(ucontext_t *context)
{
    const uintptr_t self = thread_pointer();
    if (error_state.place != 0) /* the watcher's, or for an error */
        return;
    if (sc_config.unmarked_points || (load_word(self) & (SC_CANCELED | SC_EXITING)) != 0)
        return;
    __atomic_fetch_or(cancel_word(self), request_bits, __ATOMIC_SEQ_CST);
    if ((load_word(self) & SC_ASYNCHRONOUS) != 0)
        act_here(context);
}

/* Out of a thunk's window and to its `cancel`; false if the thread is in none. */
bool leave_thunk(ucontext_t *context)
{
    const uintptr_t pc = program_counter(context);
    const Thunk *const thunk = find_thunk(pc);
    if (thunk == nullptr || !thunk->in_window(pc) || !thunks_are_intact())
        return false;
    thread_flags.redirected = pc == address_of(thunk->end) - call_to_end;
    leave_window(context, address_of(thunk->cancel));
    return true;
}

/* A request that is an error: for the point that was interrupted, or one underneath. */
void give_error(ucontext_t *context, uint32_t word)
{
    if (!error_may_be_due(word) && error_state.place != 0) {
        settle_error(); /* nobody signals for what has been taken, or the bit is on its way after its reason */
        word = load_word(thread_pointer());
    }
    if (!error_may_be_due(word))
        return;
    if (!leave_thunk(context) && !fail_interrupted_point(context, word, take_error))
        raise_for_point_underneath(context, word);
}

void handle(siginfo_t *info, ucontext_t *context)
{
    take_request_of_libc(context);
    note_deadline();
    const uint32_t word = load_word(thread_pointer());
    if (thread_flags.acting)
        return;
    if (!request_is_due(word)) {
        give_error(context, word);
        return;
    }
    if (leave_thunk(context))
        return;
    const uintptr_t pc = program_counter(context);
    const Window *window = find_libc_window(pc);
    if (may_act_at(context, word, window))
        act_here(context);
    else if (sc_config.window_count == 0)
        as_libc_does(info, context);
    if ((has_result(pc) || (window != nullptr && pc >= window->end)) &&
        call_result(context) >= 0)
        count_kept(context, pc);
    raise_for_point_underneath(context, word);
}

/* Signal 32 also serves SIGEV_THREAD timers and whatever else sends it: only a tgkill of ours counts. */
void on_cancel_signal(int, siginfo_t *info, void *context)
{
    if (info->si_code != SI_TKILL || info->si_pid != raw_syscall(__NR_getpid))
        return;
    const int saved_errno = errno;
    handle(info, static_cast<ucontext_t *>(context));
    errno = saved_errno;
}

KernelSigaction current_action()
{
    KernelSigaction action = {};
    raw_syscall(__NR_rt_sigaction, cancel_signal, 0, reinterpret_cast<long>(&action),
                sizeof(KernelSignalSet));
    return action;
}

} // namespace

SignalHandler installed_handler()
{
    const KernelSigaction action = current_action();
    const uintptr_t function = reinterpret_cast<uintptr_t>(action.handler);
    return {function > 1 ? reinterpret_cast<void *>(function) : nullptr, action.restorer};
}

namespace {
constinit bool installed = false;
} // namespace

bool handler_is_ours()
{
    return own_calls_are_forbidden() ? installed : current_action().handler == on_cancel_signal;
}

int install_handler()
{
    KernelSigaction action = {};
    action.handler = on_cancel_signal;
    action.restorer = own_signal_return();
    action.flags = SA_SIGINFO | SA_RESTART | (action.restorer != nullptr ? sa_restorer : 0);
    action.mask = ~KernelSignalSet{0};
    const long error = raw_syscall(__NR_rt_sigaction, cancel_signal, reinterpret_cast<long>(&action), 0,
                                   sizeof(KernelSignalSet));
    installed = error == 0;
    return static_cast<int>(error);
}

} // namespace safecancel
