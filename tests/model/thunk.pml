/* SPDX-License-Identifier: MIT */
/*
 * The thunk, instruction by instruction (asm/x86_64/thunk.S), with sc_act and
 * sc_failed (shim/act.cpp), which run on the thread's own stack.
 */

/* `depth += change`, which other CPUs see when the store leaves the buffer. */
inline add_to_depth(change)
{
#ifdef M_DEPTH_AS_A_FLAG
    depth = (change > 0 -> 1 : 0);
#else
    depth = depth + change;
#endif
    TELLS("thread: depth = %d, in its store buffer\n", depth);
    store_buffer!depth
}

inline mark()
{
    if
    :: !disabled -> quiet = false
    :: else
    fi;
    add_to_depth(1)
}

inline test()
{
    flag[level] = canceled;
    TELLS("thread: tests the word: request %d\n", canceled)
}

/* No store is made while the buffer is full; thunk_test is one in the mutant that marks late. */
#define stores_depth (PC == thunk_mark || PC == thunk_end || PC == thunk_cancel || PC == thunk_test)
#define in_thunk (PC == thunk_mark || PC == thunk_test || PC == thunk_branch || PC == thunk_end || \
                  PC == thunk_unmarked || PC == thunk_failed || PC == thunk_cancel || PC == thunk_act)
#define can_step_in_thunk (in_thunk && (!stores_depth || nfull(store_buffer)))

inline step_in_thunk()
{
    if
#ifdef M_TEST_BEFORE_MARK
    :: PC == thunk_mark -> test(); PC = thunk_test
    :: PC == thunk_test -> mark(); PC = thunk_branch
#else
    :: PC == thunk_mark -> mark(); PC = thunk_test
    :: PC == thunk_test -> test(); PC = thunk_branch
#endif
    :: PC == thunk_branch -> PC = (flag[level] -> thunk_cancel : thunk_call)
    :: PC == thunk_end -> add_to_depth(-1); PC = thunk_unmarked
    :: PC == thunk_unmarked ->
       if
       :: result[level] == interrupted -> PC = thunk_failed
       :: else -> PC = call_end
       fi
    :: PC == thunk_failed ->
#ifdef M_NO_EINTR_RULE
       PC = call_end
#else
#ifdef M_ACTS_AFTER_CLOSE
       act_if_due(acted_by_eintr, call_end)
#else
       if
       :: closes[level] -> PC = call_end
       :: else -> act_if_due(acted_by_eintr, call_end)
       fi
#endif
#endif
    :: PC == thunk_cancel -> add_to_depth(-1); PC = thunk_act
    :: PC == thunk_act ->
       if
       :: redirected -> redirected = false; act_if_due(acted_by_redirect, thunk_plain)
       :: else -> act_if_due(acted_before, thunk_plain)
       fi
    fi
}
