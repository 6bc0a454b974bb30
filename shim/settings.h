/* SPDX-License-Identifier: MIT */
/* The SAFECANCEL_... environment, read once, before main. */
#ifndef SAFECANCEL_SHIM_SETTINGS_H
#define SAFECANCEL_SHIM_SETTINGS_H

namespace safecancel {

struct Settings {
    bool off;                    /* SAFECANCEL=off */
    bool verbose;                /* SAFECANCEL_VERBOSE=1 */
    bool require;                /* SAFECANCEL_REQUIRE=1 */
    bool no_vdso;                /* SAFECANCEL_VDSO=0; where system calls can go through the vDSO */
    bool statistics;             /* SAFECANCEL_STATS=1 or a file name */
    const char *statistics_file; /* null: standard error */
    const char *statistics_directory; /* SAFECANCEL_STATS_DIR: where the page is; absolute */
    const char *trace_file;      /* SAFECANCEL_TRACE, absolute; null: none */
};

extern Settings settings;

/* Fills `settings`.  One warning for each value not understood, whose default is kept. */
void read_settings();

} // namespace safecancel

#endif
