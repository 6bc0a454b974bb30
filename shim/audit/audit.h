/* SPDX-License-Identifier: MIT */
/*
 * The contract between the preloaded object and libsafecancel-audit.so.
 *
 * The audit object is the only place that knows Capstone.  The preloaded
 * object loads it while arming, calls `sc_audit` once, copies the answer and
 * unloads it again.  Nothing in here is called later, from another thread, or
 * from a signal handler.  Neither side allocates for the other.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_AUDIT_H
#define SAFECANCEL_SHIM_AUDIT_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a structure below changes; both sides refuse another. */
#define SC_AUDIT_VERSION 1

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
    uint64_t request_offset;/* address of the cell that holds the offset of cancelhandling from %fs:0 */
    uint64_t depth_cell;    /* address of the GOT cell that holds the offset of `depth` from %fs:0 */
    uint8_t canceled_bit;   /* mask of the CANCELED bit in cancelhandling */
};

/* The code of pthread_testcancel, a second witness of the layout. */
struct sc_audit_testcancel {
    const uint8_t *code;    /* NULL: not looked at */
    size_t size;            /* its st_size */
    uint64_t start;
    uint32_t word_offset;   /* what the descriptors say: offset of cancelhandling in struct pthread */
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

#ifdef __cplusplus
}
#endif
#endif
