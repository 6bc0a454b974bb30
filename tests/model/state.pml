/* SPDX-License-Identifier: MIT */
/*
 * What the processes of the model share: glibc's word, the thread's depth with
 * its store buffer, the kernel's view of the thread, and the ghosts, which only
 * the properties read.  docs/model.md says which function each step stands for.
 *
 * A program counter names the instruction that comes next.  A step of the
 * thread is one instruction as far as another thread or a signal can tell.
 */
mtype = {
    in_main, in_handler,                     /* the program's own code; a user handler's */
    thunk_mark, thunk_test, thunk_branch, thunk_call, thunk_end, thunk_unmarked, thunk_failed,
    thunk_cancel, thunk_act, thunk_plain,
    libc_enable, libc_enter, libc_test, libc_branch, libc_call, libc_end, libc_disable, libc_plain,
    other_call,                              /* a call that is no point: semtimedop */
    call_end,                                /* a call's return to its caller */
    acting, cleanup, exited
};
mtype = { nothing, done, interrupted };      /* results of a system call: 0 or more, -EINTR */
mtype = { thunk_point, libc_point, no_point };

mtype = { acted_before, acted_by_redirect, acted_by_eintr, acted_in_libc_window, acted_by_libc_eintr,
          acted_by_libc };               /* how a request is acted upon */

/* cancelhandling: every change is one locked instruction, so it is never in a store buffer. */
bool canceled, disabled, asynchronous, exiting;
#define due (canceled && !disabled && !exiting)

/* The depth as the thread has it, as other CPUs see it, and the stores in between. */
byte depth, seen_depth;
chan store_buffer = [2] of { byte };

/* ThreadFlags. */
bool acting_flag, redirected;

/* Frames: 0 is the thread's own, 1 a user handler's on top of it. */
#define OWN     0
#define HANDLER 1
byte level = OWN;
mtype pc[2] = in_main;
mtype result[2] = nothing;
mtype calling[2] = no_point;
bool flag[2];          /* what the test found */
bool was_marked[2];    /* libc's oldtype */
bool effect[2];        /* the kernel did it, and the caller has no result yet */
bool closes[2];
bool by_cancel[2];     /* -EINTR came of signal 32 */
bool completes;        /* the call that waits will be completed by somebody, some time */
bool in_kernel;
#define PC pc[level]

/* Signals: pending and blocked; user_blocked is level == HANDLER. */
bool cancel_pending, cancel_blocked, blocked_before_handler, user_pending;
#ifdef LIBC_LEAVES_BLOCKED
bool was_blocked;      /* signal 32, when libc acts */
#endif
bool frame_on_stack;   /* the bytes of a user handler's frame, which may have been left, are there */

/* Chosen once: SA_RESTART of the user's handler; whether the kernel restarts the point. */
bool user_restarts, call_restarts;

/* Bounds. */
byte calls_left = CALLS, handler_calls_left = HANDLER_CALLS, toggles_left = TOGGLES;
bool state_before;     /* a handler leaves the state as it found it */

/* What the rest of the thread's step has to do; nothing in between steps. */
bool takes_signal;
mtype acts = nothing;

/* ---- properties: each is a ghost that must stay false ---- */
bool acted, raised, quiet, acts_when_enabled;
bool missed_request;        /* it waits for ever in a point, and the request is due */
bool lost_result;           /* acted, and the call's effect is there */
bool acted_after_close;     /* the same, and the call is close */
bool acted_in_handler;      /* in a user handler that is not at a point */
bool acted_outside_point;   /* in the program's own code, or in a call that is no point */
bool acted_while_disabled;
bool acted_twice;
bool stray_eintr;           /* -EINTR of signal 32 where it must not come; see kernel.pml */
bool signalled_disabled;    /* a thread whose state is disabled is signalled */
bool left_blocked;          /* signal 32 is blocked in cleanup handlers or in the program's code */

#define VIOLATED(property, condition) property = (condition); assert(!property)

/*
 * An outcome: no fault, but the model would be worth nothing if it could not
 * happen.  The search says so once; it is no part of the state.  With -DTELL,
 * for replaying one trail, the steps say what they do instead.
 */
#ifdef TELL
#define REACHED(outcome) skip
#define TELLS(text...)   printf(text)
#else
c_decl {
    \#include <stdio.h>
    \#include <string.h>
    static void found(const char *outcome)
    {
        static const char *seen[64];
        int i = 0;
        while (seen[i] != 0 && strcmp(seen[i], outcome) != 0)
            ++i;
        if (seen[i] == 0)
            printf("found %s\n", seen[i] = outcome);
    }
}
#define REACHED(outcome) c_code { found(#outcome); }
#define TELLS(text...)   skip
#endif

inline drain()
{
    do
    :: store_buffer?seen_depth
    :: empty(store_buffer) -> break
    od
}
