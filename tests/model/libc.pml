/* SPDX-License-Identifier: MIT */
/*
 * A point inside libc.  glibc <= 2.40 (-DMARKED): the bit of the asynchronous
 * type is set around the call, by a locked instruction that finds a request
 * only if it changed the bit.  glibc >= 2.41: no mark; the word is read, then
 * tested by the instructions of one window, and once more after -EINTR.
 */
#define in_libc (PC == libc_enable || PC == libc_enter || PC == libc_test || PC == libc_branch || \
                 PC == libc_end || PC == libc_disable)

#ifdef MARKED
#define libc_entry libc_enable
#else
#define libc_entry libc_enter
#endif

inline step_in_libc()
{
    if
    /* __pthread_enable_asynccancel */
    :: PC == libc_enable ->
       if
       :: !disabled -> quiet = false
       :: else
       fi;
       was_marked[level] = asynchronous;
       TELLS("thread: libc sets its bit, which was %d\n", asynchronous);
       if
       :: !asynchronous && due -> asynchronous = true; acts = acted_by_libc
       :: else -> asynchronous = true; PC = libc_call
       fi
    /* __pthread_disable_asynccancel */
    :: PC == libc_disable ->
       if
       :: !was_marked[level] -> asynchronous = false
       :: else
       fi;
       was_marked[level] = false;
       PC = call_end
    /* __internal_syscall_cancel */
    :: PC == libc_enter ->
       if
       :: !disabled -> quiet = false
       :: else
       fi;
       PC = (disabled || exiting -> libc_plain : libc_test)
    /* __syscall_cancel_arch */
    :: PC == libc_test -> test(); PC = libc_branch
    :: PC == libc_branch ->
       if
       :: flag[level] -> act_if_due(acted_by_libc, libc_plain)
       :: else -> PC = libc_call
       fi
    :: PC == libc_end ->
#ifdef MARKED
       PC = libc_disable
#else
       if
       :: result[level] == interrupted -> act_if_due(acted_by_libc, call_end)
       :: else -> PC = call_end
       fi
#endif
    fi
}
