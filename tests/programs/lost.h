/* SPDX-License-Identifier: MIT */
/* The calls that lost.c can meet; one scenario each, in lost_scenarios.c. */
#ifndef LOST_H
#define LOST_H

#include "target.h"

struct scenario {
    const char *name;
    int blocks;              /* the call blocks until complete() */
    void (*prepare)(void);   /* once */
    void (*rewind)(void);    /* before each round */
    long (*call)(void);      /* in the thread: the call; negative: it failed */
    void (*complete)(void);  /* by main: lets a blocked call complete */
    int (*done)(void);       /* after the round: whether the kernel did the work */
};

/* NULL: no such scenario. */
const struct scenario *find_scenario(const char *name);

/* All names, each after a space. */
const char *scenario_names(void);

#endif
