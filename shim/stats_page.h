/* SPDX-License-Identifier: MIT */
/*
 * The statistics page: what a process with the object loaded has counted, as it
 * lies in its memory at the symbol safecancel_v1_statistics, and with
 * SAFECANCEL_STATS in a file of its own that outlives a crash.  `safecancel stats`
 * reads it.  Plain C, and laid out the same for 32 and 64 bits.
 *
 * All zero: the process has not been armed, and nothing has been counted.  `pid`
 * is another process's: this one was forked off it and has counted nothing since.
 * Whoever reads it believes nothing in it: `format` first, then every bound.
 */
#ifndef SAFECANCEL_SHIM_STATS_PAGE_H
#define SAFECANCEL_SHIM_STATS_PAGE_H

#include <stdint.h>

#define SC_STATS_MAGIC "safecncl"
#define SC_STATS_FORMAT 1
#define SC_STATS_POINTS 62
#define SC_STATS_NAME 24

/* What was reached, and `reason` says why. */
enum sc_stats_level { SC_STATS_UNARMED, SC_STATS_FULL, SC_STATS_POINTS_ONLY, SC_STATS_OFF };

/* One system call of the table (shim/points.def); the functions that make it count together. */
struct sc_stats_point {
    char name[SC_STATS_NAME]; /* as strncpy leaves it, but never without a zero */
    uint64_t acted_before;    /* acted upon before the system call was made */
    uint64_t acted_blocked;   /* acted upon while blocked in it */
    uint64_t kept;            /* requests that found it completed, and its caller got the result */
    uint64_t failed;          /* requests that were an error for it: ECANCELED */
};

struct sc_stats_page {
    char magic[8];         /* SC_STATS_MAGIC, without a zero */
    uint32_t format;       /* SC_STATS_FORMAT */
    uint32_t size;         /* of this structure */
    uint32_t point_count;  /* of `points` in use */
    uint32_t level;        /* sc_stats_level */
    int32_t pid;           /* whose counters these are, as it sees itself */
    uint32_t ended;        /* 1: it ended in good order, but its file could not be removed */
    uint64_t start_ticks;  /* field 22 of /proc/PID/stat; 0: not known */
    uint64_t armed;        /* ns of CLOCK_REALTIME: since when is counted */
    uint64_t requests;     /* pthread_cancel calls that set a request */
    uint64_t raised_again; /* signals kept for a point under a user handler */
    uint32_t machine;      /* of its ELF objects, EM_... */
    uint32_t reserved;
    char version[16];      /* of the preloaded object */
    char program[32];      /* program_invocation_short_name */
    char reason[192];      /* one line, cut if it had to be */
    struct sc_stats_point points[SC_STATS_POINTS]; /* first the two of SC_STATS_OWN_POINTS */
};

/* Rows that are of no one system call: points inside libc, and the asynchronous type. */
#define SC_STATS_IN_LIBC 0u
#define SC_STATS_ASYNCHRONOUS 1u
#define SC_STATS_OWN_POINTS 2u

/* The name of a page's file, and where it is unless SAFECANCEL_STATS_DIR says otherwise. */
#define SC_STATS_DIRECTORY "/dev/shm"
#define SC_STATS_PREFIX "safecancel."

#endif
