/* SPDX-License-Identifier: MIT */
/* Acting upon a request, and the handler of signal 32: shim/act.cpp and shim/handler.cpp. */

#define at_a_point (PC == thunk_mark || PC == thunk_test || PC == thunk_branch || PC == thunk_call || \
                    PC == thunk_end || PC == thunk_unmarked || PC == thunk_failed || \
                    PC == thunk_cancel || PC == thunk_act || \
                    PC == libc_enable || PC == libc_test || PC == libc_branch || PC == libc_call || \
                    PC == libc_end || PC == libc_disable)

/* pthread_testcancel: from here on the thread unwinds, and its cleanup handlers call a point. */
inline begin_to_exit()
{
    VIOLATED(left_blocked, cancel_blocked);
    VIOLATED(acted_twice, acted);
    acted = true;
#ifndef M_NO_EXITING
    exiting = true;
#endif
    acting_flag = false;
    PC = exited;
    level = OWN;
    cancel_blocked = false;
    result[OWN] = nothing;
    effect[OWN] = false;
    by_cancel[OWN] = false;
    closes[OWN] = false;
    calling[OWN] = thunk_point;
    PC = thunk_mark
}

/*
 * The step at which it is decided.  What unwinding takes is the frame that is
 * at the point and, if that is a user handler's, the one underneath: POSIX has
 * points in handlers act, and what the interrupted call did is lost with it.
 */
inline act()
{
    TELLS("thread: acts at %e\n", PC);
    VIOLATED(acted_while_disabled, disabled);
    VIOLATED(acted_in_handler, level == HANDLER && !at_a_point);
    VIOLATED(acted_outside_point, level == OWN && !at_a_point);
    VIOLATED(acted_after_close, effect[level] && closes[level]);
    VIOLATED(lost_result, effect[level]);
    if
    :: acts == acted_before -> REACHED(acted_before)
    :: acts == acted_by_redirect -> REACHED(acted_by_redirect)
    :: acts == acted_by_eintr -> REACHED(acted_by_eintr)
    :: acts == acted_in_libc_window -> REACHED(acted_in_libc_window)
    :: acts == acted_by_libc_eintr -> REACHED(acted_by_libc_eintr)
    :: acts == acted_by_libc -> REACHED(acted_by_libc)
    fi;
    if
    :: raised && level == OWN -> REACHED(acted_after_raise)
    :: level == HANDLER -> REACHED(acted_in_a_handlers_point)
    :: else
    fi;
    if
    :: acts_when_enabled && level == OWN -> REACHED(acted_when_enabled)
    :: else
    fi;
#ifndef M_NO_ACTING_FLAG
    acting_flag = true;
#endif
#ifdef LIBC_LEAVES_BLOCKED
    was_blocked = cancel_blocked;
#endif
#ifndef M_NO_UNBLOCK
    cancel_blocked = false;
#endif
    PC = acting;
    /* libc's own has three instructions before EXITING is set: not modelled.  It does not unblock signal 32. */
    if
    :: acts == acted_by_libc ->
#ifdef LIBC_LEAVES_BLOCKED
       cancel_blocked = was_blocked;
#endif
       begin_to_exit()
    :: else
    fi
}

/* act_if_due, where `return_pc` is next if the request is not due. */
inline act_if_due(how, return_pc)
{
    if
#ifdef M_ACTS_WHILE_DISABLED
    :: canceled && !exiting && !acting_flag -> acts = how
    :: else -> PC = return_pc
#else
    :: due -> acts = how
    :: else -> PC = return_pc
#endif
    fi
}

#ifdef M_WINDOW_ENDS_EARLY
#define in_thunk_window (PC == thunk_test || PC == thunk_branch)
#else
#ifdef M_WINDOW_ENDS_LATE
#define in_thunk_window (PC == thunk_test || PC == thunk_branch || PC == thunk_call || PC == thunk_end)
#else
#ifdef M_TEST_BEFORE_MARK
#define in_thunk_window (PC == thunk_branch || PC == thunk_call)
#else
#define in_thunk_window (PC == thunk_test || PC == thunk_branch || PC == thunk_call)
#endif
#endif
#endif

#define in_marked_code (PC == thunk_test || PC == thunk_branch || PC == thunk_call || \
                        PC == thunk_end || PC == thunk_cancel)

/* find_libc_window and is_before_effect. */
#ifdef MARKED
#define before_libc_effect (asynchronous && (PC == libc_enable || PC == libc_call || at_libc_end))
#else
#define before_libc_effect (PC == libc_test || PC == libc_branch || PC == libc_call || at_libc_end)
#endif
#ifdef M_LIBC_WINDOW_ENDS_LATE
#define at_libc_end (PC == libc_end)
#else
#ifdef M_NO_LIBC_EINTR_RULE
#define at_libc_end false
#else
#define at_libc_end (PC == libc_end && result[level] == interrupted)
#endif
#endif

/* Adds signal 32 to the interrupted context's mask and sends it again. */
inline raise_again()
{
    TELLS("handler: a point may lie underneath: raised again\n");
    if
    :: level == OWN -> REACHED(unneeded_raise)
    :: else -> raised = true
    fi;
    cancel_blocked = true;
    cancel_pending = true
}

#ifdef MARKED
#define libc_may_be_waiting asynchronous
#else
#define libc_may_be_waiting true
#endif

/* may_be_above_a_point; a thread that runs no handler may seem to only with -DSTALE_STACKS. */
inline raise_again_if_above_a_point()
{
    if
#ifndef M_NO_RAISE
    :: depth > (in_marked_code -> 1 : 0) || (libc_may_be_waiting && level == HANDLER) -> raise_again()
#ifdef STALE_STACKS
    :: libc_may_be_waiting && level == OWN ->
       if
       :: raise_again()
       :: skip
       fi
#endif
#endif
    :: else
    fi
}

/* on_cancel_signal, without a step in between: all signals are blocked, and it reads the word once. */
inline handle_cancel_signal()
{
    TELLS("kernel: signal 32 finds the thread at %e\n", PC);
    cancel_pending = false;
    if
#ifdef M_ACTS_WHILE_DISABLED
    :: !canceled || exiting || acting_flag
#else
    :: !due || acting_flag
#endif
    :: else ->
       if
       :: in_thunk_window ->
          redirected = (PC == thunk_call);
          TELLS("handler: sent to cancel\n");
          PC = thunk_cancel
#ifdef M_ACTS_UNDER_A_HANDLER
       :: !in_thunk_window && level == HANDLER && depth != 0 -> acts = acted_in_libc_window
#endif
       :: !in_thunk_window && before_libc_effect ->
          if
          :: PC == libc_end -> acts = acted_by_libc_eintr
          :: else -> acts = acted_in_libc_window
          fi
       :: else -> raise_again_if_above_a_point()
       fi
    fi
}
