/* SPDX-License-Identifier: MIT */
/*
 * The contract between the preloaded object and libsafecancel-audit.so.
 *
 * The audit object is the only place that knows Capstone.  The preloaded
 * object loads it while arming, calls `sc_audit` and `sc_audit_windows` once
 * each, copies the answers and unloads it again.  Nothing in here is called
 * later, from another thread, or from a signal handler.  Neither side allocates
 * for the other, and no answer points into the audit object.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_AUDIT_H
#define SAFECANCEL_SHIM_AUDIT_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a structure below changes; both sides refuse another. */
#define SC_AUDIT_VERSION 5

/* Bytes of `message`, the terminating NUL included. */
#define SC_AUDIT_MESSAGE 160

/*
 * The thunk as it lies in memory.  All addresses are run-time addresses of
 * instructions inside [start, start + size).
 */
struct sc_audit_thunk {
    const uint8_t *code;    /* the bytes, readable; may differ from `start` in tests */
    const uint8_t *linked;  /* the same bytes as they stand in the file, or NULL: not compared */
    size_t size;
    uint64_t start;         /* address the first byte of `code` runs at: the thunk's entry */
    uint64_t begin;         /* the window is [begin, end) */
    uint64_t end;           /* the address after the system-call instruction */
    uint64_t cancel;        /* where a pending request goes */
    uint64_t act;           /* the function `cancel` calls to act upon it */
    uint64_t failed;        /* the function errors are passed to by a jump */
    uint64_t request_offset;/* address of the cell that holds the offset of cancelhandling from the thread pointer */
    uint64_t entry_cell;    /* address of the cell that holds the kernel entry; 0 where that is an instruction */
    uint64_t depth_cell;    /* address of the cell (mostly in the GOT) that holds the offset of `depth` from there */
    uint32_t tested_bits;   /* of cancelhandling, as the immediate operand of the test names them */
};

/* The code of pthread_testcancel, a second witness of the layout. */
struct sc_audit_testcancel {
    const uint8_t *code;    /* NULL: not looked at */
    size_t size;            /* its st_size */
    uint64_t start;
    int32_t word_offset;    /* what the descriptors say: where cancelhandling lies, from the thread pointer */
    uint8_t canceled_bit;   /* what we take the CANCELED bit to be */
    uint8_t disabled_bit;
    uint8_t exiting_bit;
};

struct sc_audit_request {
    uint32_t version;       /* SC_AUDIT_VERSION */
    struct sc_audit_thunk thunk;
    struct sc_audit_testcancel testcancel;
};

struct sc_audit_answer {
    uint32_t version;       /* SC_AUDIT_VERSION */
    int ok;                 /* 1: every rule holds */
    char message[SC_AUDIT_MESSAGE]; /* when !ok: the first rule that failed, one line, no newline */
};

/*
 * Checks everything in `request`.  Returns 0 and fills `answer`; returns -1
 * when the audit itself could not run (another version, Capstone failed), with
 * the reason in `answer->message`.  Not async-signal-safe.
 */
int sc_audit(const struct sc_audit_request *request, struct sc_audit_answer *answer);

/*
 * One of libc's objects as it lies in memory: libc.so.6, and up to glibc 2.33
 * libpthread.so.0, librt.so.1 and libanl.so.1, which have copies of the
 * functions that begin and end a cancellation point.
 */
struct sc_audit_object {
    const char *soname;     /* for messages */
    const uint8_t *code;    /* its executable segment, readable; may differ from `start` in tests */
    size_t size;
    uint64_t start;         /* address the first byte of `code` runs at */
    const void *symbols;    /* its dynamic symbols, ElfW(Sym) */
    const char *strings;    /* their names: must stay, answers point into them */
    size_t symbol_count;
    uint64_t base;          /* what is added to a symbol's value */
};

#define SC_AUDIT_OBJECTS 4

struct sc_audit_libc {
    uint32_t version;       /* SC_AUDIT_VERSION */
    int32_t word_offset;    /* of cancelhandling from the thread pointer */
    uint8_t canceled_bit;
    uint8_t asynchronous_bit;
    uint8_t name_windows;   /* 1: find the name of every window, for reports; it takes some time */
    uint32_t object_count;
    struct sc_audit_object objects[SC_AUDIT_OBJECTS];
};

/*
 * A stretch of libc's code between the two halves of a cancellation point.
 * The kernel has done nothing in [begin, end), and acting there is right; where
 * SC_AUDIT_CALLS is set, `end` is behind a system-call instruction, and if it
 * has returned -EINTR acting is right there too.  In [end, after) a result is on
 * its way to the caller: nothing is to be done, and no other point lies
 * underneath.  Either part can be empty, since a point with branches is made of
 * several stretches.
 *
 * In marked libcs (below) the code of a site can be reached without a mark too:
 * acting needs the asynchronous bit as well, but in the enable function.
 *
 * With SC_AUDIT_PLAIN a thread is in one of libc's points that cannot be
 * cancelled: nothing is to be done for a request.  [begin, end) is only what makes
 * the system call, an instruction or where libc has a helper for it the call of
 * that.  What the result register holds at `end` is what the point takes for the
 * result, -errno for an error; `after` is `end`.
 *
 * With SC_AUDIT_AS_LIBC the whole of [begin, after) is code of a site whose shape
 * is not known: `end` is `after`.
 */
struct sc_audit_window {
    uint64_t begin, end, after;
    uint32_t number;        /* of the system call, or SC_AUDIT_NUMBER_UNKNOWN */
    uint32_t flags;         /* SC_AUDIT_CALLS and at most one of the others */
    const char *name;       /* the exported function at or before `begin`, or NULL */
    uint64_t offset;        /* of `begin` from it */
};

#define SC_AUDIT_CALLS 1u       /* ends in a system call */
#define SC_AUDIT_ENABLE 2u      /* the function that sets the asynchronous bit */
#define SC_AUDIT_DISABLE 4u     /* the function that clears it again */
#define SC_AUDIT_ARCH 8u        /* __syscall_cancel_arch of glibc >= 2.41 */
#define SC_AUDIT_AS_LIBC 16u    /* code of a site that was not understood: what acts there is libc's mark alone */
#define SC_AUDIT_PLAIN 32u      /* the system call that libc >= 2.41 makes when cancellation is disabled */
#define SC_AUDIT_NUMBER_UNKNOWN UINT32_MAX

#define SC_AUDIT_WINDOWS 256
#define SC_AUDIT_UNKNOWN 16

/* How this libc's own points are made. */
#define SC_AUDIT_FAMILY_NONE 0u     /* not understood: there are no windows */
#define SC_AUDIT_FAMILY_MARKED 1u   /* glibc <= 2.40: asynchronous type around a system call */
#define SC_AUDIT_FAMILY_UNMARKED 2u /* glibc >= 2.41: all go through __syscall_cancel_arch */

struct sc_audit_found {
    uint32_t version;       /* SC_AUDIT_VERSION */
    uint32_t family;
    uint32_t count;         /* of `window`: sorted, none overlaps another */
    uint32_t sites;         /* calls of an enable function that were understood, or 1 */
    uint32_t plain;         /* of the windows: those that are SC_AUDIT_PLAIN, 1 or 0 */
    uint64_t helper[SC_AUDIT_OBJECTS]; /* kernel entries in libc itself that points use, or 0 */
    uint32_t not_understood;/* calls of an enable function that were not */
    uint32_t unbounded;     /* of these: whose code could not be told apart either, so that it has no window */
    uint32_t no_points;     /* calls of an enable function around a lock: no points, without a window */
    char message[SC_AUDIT_MESSAGE]; /* SC_AUDIT_FAMILY_NONE: why, one line, no newline */
    char no_plain[SC_AUDIT_MESSAGE]; /* SC_AUDIT_FAMILY_UNMARKED without `plain`: why, one line */
    char unknown[SC_AUDIT_UNKNOWN][SC_AUDIT_MESSAGE]; /* the first of not_understood: where, and why */
    struct sc_audit_window window[SC_AUDIT_WINDOWS];
};

/*
 * Finds the cancellation windows in libc's own code.  Returns 0 and fills
 * `found`, also when nothing in this libc is understood; returns -1 when the
 * audit itself could not run, with the reason in `found->message`.  Not
 * async-signal-safe, and not for two threads at once.
 */
int sc_audit_windows(const struct sc_audit_libc *libc, struct sc_audit_found *found);

/*
 * Code that a system call is made by, where that is no instruction (32-bit
 * x86), and what is on the stack at each of its instructions.
 */
#define SC_AUDIT_ENTRY_SIZE 32
#define SC_AUDIT_ENTRY_NONE 0xffu /* no instruction begins here; the register is not on the stack */

struct sc_audit_entry {
    uint64_t begin;
    uint32_t size;
    uint32_t before;        /* offset of the last instruction at which the kernel has done nothing */
    uint8_t depth[SC_AUDIT_ENTRY_SIZE]; /* bytes below the return address */
    uint8_t saved[SC_AUDIT_ENTRY_SIZE]; /* offset from the stack pointer of the caller's frame pointer */
};

/*
 * Reads the code at code[0, size), which runs at `start`, up to its return.
 * Returns 0 and fills `entry`, or -1 with the reason in `message`, which has
 * SC_AUDIT_MESSAGE bytes.  Defined where system calls are made so.
 */
int sc_audit_kernel_entry(const uint8_t *code, size_t size, uint64_t start, struct sc_audit_entry *entry,
                          char *message);

#ifdef __cplusplus
}
#endif
#endif
