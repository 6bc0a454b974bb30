/* SPDX-License-Identifier: MIT */
/* The rows of the table of docs/ecanceled.md, and what they tell. */
#ifndef SAFECANCEL_TESTS_ERRORS_TABLE_H
#define SAFECANCEL_TESTS_ERRORS_TABLE_H

#include "themes.h"

enum { UNTOUCHED = 4242 }; /* what errno is before a call */

struct row {
    const char *name, *wait;
    void (*prepare)(void);
    void (*call)(void);    /* which TELLs what is returned */
    void (*let_end)(void); /* if it goes on waiting */
};

extern const struct row rows_of_streams[], rows_of_waits[]; /* each ends with a row without name */

/* Of the process of a row. */
extern char result[64], buffer[64];
extern int saved_errno, ends[2], own_child;
extern FILE *stream;

#define TELL(...) ((void)snprintf(result, sizeof result, __VA_ARGS__), saved_errno = errno)
#define TELL_POINTER(value) TELL("%s", (value) ? "a pointer" : "`NULL`")
#define TELL_NUMBER(value) TELL("%ld", (long)(value))
#define TELL_ERROR(value) TELL("%s", name_of(value)) /* of functions that return an error number */

const char *name_of(int error);

/* Preparations: `stream` is the end of a pipe without data. */
void empty_pipe(void);
void nothing(void);

/* Ways to let a function end that goes on waiting. */
void put_line(void);
void cannot_end(void);

#endif
