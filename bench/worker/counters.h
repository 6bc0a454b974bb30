/* SPDX-License-Identifier: MIT */
/* Cycles and instructions of the calling thread, where the kernel and the processor let them be counted. */
#ifndef SAFECANCEL_BENCH_COUNTERS_H
#define SAFECANCEL_BENCH_COUNTERS_H

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct counters {
    int cycles, instructions; /* descriptors, -1 where not counted */
};

#if __has_include(<linux/perf_event.h>)
#include <linux/perf_event.h>

static inline int open_counter(unsigned long long config)
{
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.size = sizeof attributes;
    attributes.config = config;
    attributes.exclude_hv = 1;
    int fd = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0) { /* the kernel's share may be secret */
        attributes.exclude_kernel = 1;
        fd = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    }
    return fd;
}

static inline struct counters open_counters(void)
{
    return (struct counters){open_counter(PERF_COUNT_HW_CPU_CYCLES), open_counter(PERF_COUNT_HW_INSTRUCTIONS)};
}

#else

static inline struct counters open_counters(void)
{
    return (struct counters){-1, -1};
}

#endif

/* What a counter says, -1 where there is none. */
static inline long long read_counter(int fd)
{
    long long value;
    return fd >= 0 && syscall(SYS_read, fd, &value, sizeof value) == sizeof value ? value : -1;
}

#endif
