/* SPDX-License-Identifier: MIT */
/* pthread_cancel (shim/cancel.cpp), one step for each access to what others write. */

inline send_cancel_signal()
{
    TELLS("kernel: signal 32 is sent\n");
    cancel_pending = true
}

/* Where the thread has been since before the request: see return_to_caller. */
inline note_request()
{
    quiet = disabled ||
#ifdef MARKED
        (depth == 0 && seen_depth == 0 && empty(store_buffer) && !asynchronous);
#else
        (depth == 0 && seen_depth == 0 && empty(store_buffer) &&
         in_kernel && level == OWN && PC == other_call);
#endif
    canceled = true
}

proctype canceller()
{
    bool was_disabled;
    byte level_read = OWN;

#ifdef M_DEPTH_BEFORE_REQUEST
    byte depth_read;
    atomic { drain(); depth_read = seen_depth }
#endif
    atomic {
        TELLS("canceller: makes the request\n");
        was_disabled = disabled;
        if
        :: canceled || exiting -> goto finished
        :: else -> note_request()
        fi;
        if
#ifdef M_SIGNALS_DISABLED
        :: asynchronous -> goto signal
#else
        :: disabled -> goto finished
        :: !disabled && asynchronous -> goto signal
#endif
        :: else
        fi
    }
#ifdef M_DEPTH_BEFORE_REQUEST
    if
    :: depth_read != 0 -> goto signal
    :: else
    fi;
#else
    atomic {
        TELLS("canceller: reads depth %d\n", seen_depth);
        if
        :: seen_depth != 0 -> goto signal
        :: else
        fi
    }
#ifndef M_NO_MEMBARRIER
    atomic { TELLS("canceller: membarrier\n"); drain() }
    atomic {
        TELLS("canceller: reads depth %d\n", seen_depth);
        if
        :: seen_depth != 0 -> goto signal
        :: else
        fi
    }
#endif
#endif
#ifdef MARKED
    if
    :: asynchronous -> goto signal
    :: else -> goto finished
    fi;
#else
#ifdef M_NO_LOOK
    goto signal;
#endif
#ifdef M_NO_SIGNAL_TO_UNMARKED
    goto finished;
#endif
    /* may_be_in_an_unmarked_point: the kernel's file, then the stack it names. */
    atomic {
        if
#ifdef M_RUNNING_IS_NOT_SIGNALLED
        :: !in_kernel -> goto finished
#else
        :: !in_kernel -> TELLS("canceller: the thread is running\n"); goto signal
#endif
        :: in_kernel && PC == libc_call -> TELLS("canceller: the thread waits in a point of libc\n"); goto signal
        :: else -> TELLS("canceller: the thread waits at %e\n", PC)
        fi;
        level_read = level
    }
#ifdef M_NO_LOOK_FOR_FRAMES
    goto finished;
#endif
    atomic {
        if
        :: level_read == HANDLER && frame_on_stack -> REACHED(looked_and_found_a_frame); goto signal
#ifdef STALE_STACKS
        :: level_read == OWN -> quiet = false; goto signal
#endif
        :: level_read == OWN -> REACHED(looked_and_left); goto finished
        :: level_read == HANDLER && !frame_on_stack -> goto finished
        fi
    }
#endif
signal:
    atomic {
        VIOLATED(signalled_disabled, was_disabled);
        if
        :: PC == exited
        :: else -> send_cancel_signal()
        fi
    }
finished:
    skip
}

/* The same by the thread itself, from a user handler: nobody else's steps can matter. */
inline request_to_self()
{
    TELLS("thread: makes a request to itself\n");
    if
    :: canceled || exiting
    :: else ->
       quiet = disabled;
       canceled = true;
       if
       :: disabled
#ifdef M_NO_SIGNAL_TO_SELF
       :: else
#else
#ifdef MARKED
       :: !disabled && (asynchronous || depth != 0) -> send_cancel_signal(); take_cancel_signal()
       :: else
#else
       :: else -> send_cancel_signal(); take_cancel_signal()
#endif
#endif
       fi
    fi
}
