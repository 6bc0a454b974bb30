/* SPDX-License-Identifier: MIT */
/*
 * The thunks and the variants of pthread_testcancel under test, as the
 * assembly files describe them: the linker gathers the descriptions of each
 * kind in a section of their own.
 */
#ifndef SAFECANCEL_TESTS_AUDIT_THUNKS_H
#define SAFECANCEL_TESTS_AUDIT_THUNKS_H

#include <stdint.h>

/* The order is that of thunks/<arch>/skeleton.h. */
struct ThunkFacts {
    const char *name;
    const unsigned char *start, *limit, *begin, *end, *cancel;
    const unsigned char *defect; /* where the audit should point */
    const unsigned char *linked; /* or NULL */
    const unsigned char *act, *failed, *word_cell, *depth_cell;
    const unsigned char *entry_cell; /* or NULL */
    uintptr_t tested; /* the bits, as the test's operand names them */
};

/* The order is that of testcancel/<arch>/variants.S. */
struct TestcancelFacts {
    const char *name;
    const unsigned char *start, *limit;
    const unsigned char *defect;
};

#ifdef __cplusplus
extern "C" {
#endif

extern const struct ThunkFacts __start_sc_thunks[], __stop_sc_thunks[];
extern const struct TestcancelFacts __start_sc_testcancels[], __stop_sc_testcancels[];

/* Exported by the object that holds the two real thunks. */
struct ThunkFacts sc_real_thunk(int second);

#ifdef __cplusplus
}
#endif
#endif
