/* SPDX-License-Identifier: MIT */
/*
 * A bounded model of the cancellation protocol, for spin: one thread with one
 * user handler, its kernel, its store buffer, and one or two cancellers.
 *
 *   MARKED              libc's own points as in glibc <= 2.40; without it, >= 2.41
 *   OWN_THUNK, OWN_CLOSE, OWN_LIBC, OWN_OTHER         what the thread may call
 *   HANDLER_THUNK, HANDLER_LIBC, HANDLER_OTHER        what its user handler may call,
 *   HANDLER_CANCELS                                   and that it may request its own thread
 *   CALLS=n, HANDLER_CALLS=n, TOGGLES=n               how many; changes of the state, by both
 *   CANCELLERS=n, USER_SIGNALS=n
 *   STALE_STACKS        a stack may hold bytes of a signal frame where no handler runs
 *   LIBC_LEAVES_BLOCKED  libc, where it acts by itself, leaves signal 32 blocked: it does
 *   TELL                the steps say what they do, to replay a trail
 *   M_...               mutants: one guard taken out
 */
#ifndef CALLS
#define CALLS 2
#endif
#ifndef HANDLER_CALLS
#define HANDLER_CALLS 1
#endif
#ifndef TOGGLES
#define TOGGLES 0
#endif
#ifndef CANCELLERS
#define CANCELLERS 1
#endif
#ifndef USER_SIGNALS
#define USER_SIGNALS 0
#endif

#include "state.pml"
#include "act.pml"
#include "kernel.pml"
#include "thunk.pml"
#include "libc.pml"
#include "canceller.pml"

#define running (!in_kernel && PC != exited)

/* The program's pthread_setcancelstate (shim/threads.cpp). */
inline disable_state()
{
    TELLS("thread: disables cancellation\n");
    if
    :: canceled -> quiet = false
    :: else
    fi;
    disabled = true
}

inline enable_state()
{
    TELLS("thread: enables cancellation\n");
    quiet = false;
    disabled = false;
    if
#ifdef M_NO_SIGNAL_WHEN_ENABLED
    /* as glibc's: it acts if its bit is set, whoever set it */
    :: due && asynchronous -> acts = acted_by_libc
#else
#ifdef MARKED
    :: due && (depth != 0 || asynchronous) -> acts_when_enabled = true; send_cancel_signal(); take_cancel_signal()
#else
    :: due -> acts_when_enabled = true; send_cancel_signal(); take_cancel_signal()
#endif
#endif
    :: else
    fi
}

inline toggle_state()
{
    if
    :: disabled -> enable_state()
    :: else -> disable_state()
    fi
}

/* What the program does next, where it is in no call. */
inline choose()
{
    if
    :: level == OWN && calls_left == 0 -> PC = exited
    :: level == OWN && calls_left > 0 ->
       calls_left--;
       frame_on_stack = false;
       if
#ifdef OWN_THUNK
       :: calling[level] = thunk_point; PC = thunk_mark
#endif
#ifdef OWN_CLOSE
       :: calling[level] = thunk_point; closes[level] = true; PC = thunk_mark
#endif
#ifdef OWN_LIBC
       :: calling[level] = libc_point; PC = libc_entry
#endif
#ifdef OWN_OTHER
       :: PC = other_call
#endif
       fi
    :: level == HANDLER && disabled == state_before -> return_from_user_handler()
    :: level == HANDLER && handler_calls_left > 0 ->
       handler_calls_left--;
       if
#ifdef HANDLER_THUNK
       :: calling[level] = thunk_point; PC = thunk_mark
#endif
#ifdef HANDLER_LIBC
       :: calling[level] = libc_point; PC = libc_entry
#endif
#ifdef HANDLER_OTHER
       :: PC = other_call
#endif
#ifdef HANDLER_CANCELS
       :: request_to_self()
#endif
       :: skip
       fi
    :: toggles_left > 0 -> toggles_left--; toggle_state()
    :: level == HANDLER && disabled != state_before && toggles_left == 0 -> toggle_state()
    fi
}

proctype thread()
{
    if
    :: user_restarts = true
    :: user_restarts = false
    fi;
    if
    :: call_restarts = true
    :: call_restarts = false
    fi;
    do
    :: PC == exited -> break
    :: atomic {
        if
        /* a signal finds the thread running */
        :: running && cancel_pending && !cancel_blocked -> takes_signal = true
        :: running && user_pending && level == OWN && !exiting -> push_user_handler()

        /* it goes on by one instruction */
        :: running && (PC == in_main || PC == in_handler) -> choose()
        :: running && at_a_call -> enter_kernel()
        :: running && can_step_in_thunk -> step_in_thunk()
        :: running && in_libc -> step_in_libc()
        :: running && PC == call_end -> return_to_caller()
        :: running && PC == acting -> begin_to_exit()

        /* it waits in the kernel */
        :: in_kernel && completes -> complete()
        :: in_kernel && cancel_pending && !cancel_blocked ->
           interrupt(true, true);
           takes_signal = true
        :: in_kernel && user_pending && level == OWN && !exiting ->
           interrupt(user_restarts, false);
           push_user_handler()
        :: in_kernel && timeout ->
           VIOLATED(missed_request, due && calling[level] != no_point);
           completes = true
        fi;
        if
        :: takes_signal -> takes_signal = false; handle_cancel_signal()
        :: else
        fi;
        if
        :: acts != nothing -> act(); acts = nothing
        :: else
        fi
       }
    od
}

proctype user()
{
    byte signals = USER_SIGNALS;
    do
    :: atomic { signals > 0 && !user_pending -> signals--; user_pending = true }
    :: break
    od
}

active proctype stores()
{
end:
    do
    :: atomic { store_buffer?seen_depth; TELLS("CPU: depth %d leaves the store buffer\n", seen_depth) }
    od
}

init {
    atomic {
        run thread();
        run canceller();
#if CANCELLERS > 1
        run canceller();
#endif
#if USER_SIGNALS > 0
        run user()
#endif
    }
}
