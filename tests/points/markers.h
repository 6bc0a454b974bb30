/* SPDX-License-Identifier: MIT */
/*
 * How a scenario program tells the tracer in the driver where it is: by a
 * harmless system call, getpgid of a process that cannot exist, whose second
 * and third argument the kernel ignores.  strace shows them too.
 */
#ifndef SAFECANCEL_TESTS_POINTS_MARKERS_H
#define SAFECANCEL_TESTS_POINTS_MARKERS_H

enum marker {
    MARK_ATTACHED = 0x7ca00000,  /* is a tracer there?  It answers 0 instead of ESRCH */
    MARK_BEGIN,                  /* the calling thread calls the point next; its number, then its flags */
    MARK_END,                    /* it has the result */
    MARK_CANCEL,                 /* the main thread would now cancel; the tracer holds it until it may */
    MARK_CANCELLED,              /* pthread_cancel has returned */
    MARK_LIMIT
};

#endif
