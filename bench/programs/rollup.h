/* SPDX-License-Identifier: MIT */
/* The memory of this process, from smaps_rollup. */
#ifndef SAFECANCEL_BENCH_ROLLUP_H
#define SAFECANCEL_BENCH_ROLLUP_H

#include <stdio.h>

/* Prints the kilobytes that are its own (private, clean and dirty), and its share of all (Pss); returns an exit status. */
static inline int print_memory(void)
{
    char line[256];
    long value, own = 0, share = 0;
    FILE *rollup = fopen("/proc/self/smaps_rollup", "r");
    if (!rollup)
        return 1;
    while (fgets(line, sizeof line, rollup)) {
        if (sscanf(line, "Pss: %ld", &value) == 1)
            share = value;
        if (sscanf(line, "Private_Clean: %ld", &value) == 1 || sscanf(line, "Private_Dirty: %ld", &value) == 1)
            own += value;
    }
    fclose(rollup);
    printf("%ld %ld\n", own, share);
    return fflush(stdout) != 0;
}

#endif
