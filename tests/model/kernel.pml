/* SPDX-License-Identifier: MIT */
/*
 * The kernel: system calls of the thread, and delivery of signals.
 *
 * A call completes at once or waits.  One that waits ends by completing, or
 * because a signal is to be delivered: then it has done nothing, and is wound
 * back to its instruction (restart) or fails with -EINTR, or it has done a part.
 * What decides is the first signal delivered, as in arch_do_signal_or_restart.
 * close has its effect whatever it returns and is never restarted.
 */
#define at_a_call (PC == thunk_call || PC == thunk_plain || PC == libc_call || \
                   PC == libc_plain || PC == other_call)
#define deliverable ((cancel_pending && !cancel_blocked) || (user_pending && level == OWN))

#define behind_call (PC == thunk_call -> thunk_end : (PC == thunk_plain -> thunk_unmarked : \
                     (PC == libc_call -> libc_end : call_end)))

/* glibc >= 2.41: a thread that runs may be signalled, wherever it is. */
inline leave_quiet_place()
{
#ifndef MARKED
    if
    :: !disabled -> quiet = false
    :: else
    fi
#else
    skip
#endif
}

inline complete()
{
    leave_quiet_place();
    result[level] = done;
    effect[level] = true;
    in_kernel = false;
    completes = false;
    PC = behind_call
}

inline enter_kernel()
{
    effect[level] = closes[level];
    by_cancel[level] = false;
    if
    :: TELLS("thread: the call at %e is complete\n", PC); complete()
    :: TELLS("thread: waits in the call at %e\n", PC);
       drain();                      /* to wait is to switch, and that is a full barrier */
       in_kernel = true;
       if
       :: completes = true
       :: completes = false
       fi
    fi
}

/* Ends a call that waits, for the signal that is delivered first. */
inline interrupt(restarts, of_cancel)
{
    in_kernel = false;
    completes = false;
    if
    :: restarts && call_restarts && !closes[level] && PC != other_call ->
       REACHED(restarted);
       TELLS("kernel: winds the thread back to %e\n", PC)
    :: !(restarts && call_restarts) || closes[level] || PC == other_call ->
       result[level] = interrupted;
       by_cancel[level] = of_cancel;
       PC = behind_call;
       TELLS("kernel: -EINTR\n")
    :: !closes[level] ->
       REACHED(partial);
       result[level] = done;
       effect[level] = true;
       PC = behind_call;
       TELLS("kernel: the call ends with a part\n")
    fi
}

inline push_user_handler()
{
    TELLS("kernel: a user handler runs on top of %e\n", PC);
    leave_quiet_place();
    user_pending = false;
    state_before = disabled;
    blocked_before_handler = cancel_blocked;
    handler_calls_left = HANDLER_CALLS;
    level = HANDLER;
    frame_on_stack = true;
    PC = in_handler
}

/* On the way out of a system call a signal that is pending already is delivered at once. */
#define take_cancel_signal() takes_signal = cancel_pending && !cancel_blocked

inline return_from_user_handler()
{
    TELLS("thread: the user handler returns\n");
    cancel_blocked = blocked_before_handler;
    PC = in_main;
    level = OWN;
    take_cancel_signal()
}

/*
 * A point's, or another call's, return to its caller.
 *
 * -EINTR that came of signal 32 reaches a caller in no point whose request is
 * due.  Elsewhere (disabled, or no point) it does not if the thread had been
 * there since before the request (`quiet`).  What is left is a thread that was
 * in a point when it was requested and has gone on to something else while the
 * signal was under way: late_signal, which no order of steps can avoid.
 */
inline return_to_caller()
{
    if
    :: result[level] == done && due && calling[level] != no_point -> REACHED(kept)
    :: result[level] == interrupted && by_cancel[level] && !exiting ->
       VIOLATED(stray_eintr, calling[level] != no_point && due && !closes[level]);
       VIOLATED(stray_eintr, (calling[level] == no_point || disabled) && quiet);
       if
       :: (calling[level] == no_point || disabled) && level == OWN -> REACHED(late_signal)
       :: else
       fi
    :: else
    fi;
    TELLS("thread: the caller has the result %e\n", result[level]);
    if
    :: level == OWN && exiting -> PC = exited
    :: level == OWN && !exiting -> PC = in_main
    :: level == HANDLER -> PC = in_handler
    fi;
    result[level] = nothing;
    effect[level] = false;
    by_cancel[level] = false;
    closes[level] = false;
    flag[level] = false;
    calling[level] = no_point
}
