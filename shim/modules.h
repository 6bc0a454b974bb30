/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  Which module each of some addresses is in,
 * by the kernel's list of mappings: no lock of the loader's, and no memory but
 * what is given.  Async-signal-safe.
 */
#ifndef SAFECANCEL_SHIM_MODULES_H
#define SAFECANCEL_SHIM_MODULES_H

#include <stddef.h>
#include <stdint.h>

namespace safecancel {

/* An address of code; what it is in, where known. */
struct Frame {
    uintptr_t address;
    uintptr_t base;     /* where the module begins in memory */
    const char *module; /* its path; null: not known, or no file */
};

/* What looking takes: a part of the list, and the paths found. */
struct ModuleSpace {
    char list[4096];
    char paths[3072];
};

/* Fills the modules of `count` frames, as far as /proc/self/maps can be read and the paths have room. */
void find_modules(Frame *frames, unsigned count, ModuleSpace &space);

} // namespace safecancel

#endif
