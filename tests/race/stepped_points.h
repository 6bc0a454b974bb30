/* SPDX-License-Identifier: MIT */
/* The points that each_instruction steps through, and how to see what one has done. */
#ifndef SAFECANCEL_TESTS_RACE_STEPPED_POINTS_H
#define SAFECANCEL_TESTS_RACE_STEPPED_POINTS_H

#include <stddef.h>

/* One point: its call, and whether the kernel has done what it asks for. */
struct point {
    const char *name;
    void (*prepare)(void);
    long (*call)(void *function);
    int (*done)(void);
    void (*undo)(void);
    int blocks;
};

extern const struct point points[];
extern const size_t point_count;

/* Prints the reason of the last failed call and ends the program. */
void fail(const char *what);

/* Closes every descriptor but the standard ones. */
void close_above(void);

#endif
