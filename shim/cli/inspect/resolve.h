/* SPDX-License-Identifier: MIT */
/*
 * Which objects the loader would load for a program, found without running
 * anything of it: as ld.so(8) describes, from DT_NEEDED, DT_RPATH, DT_RUNPATH,
 * LD_LIBRARY_PATH, /etc/ld.so.cache and the default directories.
 *
 * Not as the loader: of the directories of glibc-hwcaps only what the cache has
 * is known, and only where there is no other; LD_AUDIT and GLIBC_TUNABLES are not looked at.
 */
#ifndef SAFECANCEL_INSPECT_RESOLVE_H
#define SAFECANCEL_INSPECT_RESOLVE_H

#include "loaded.h"

namespace safecancel::inspect {

/* What decides besides the program itself. */
struct Surroundings {
    std::string ld_library_path, ld_preload;  /* the variables */
    std::string preload_file = "/etc/ld.so.preload", cache_file = "/etc/ld.so.cache";
    std::string shim;                         /* libsafecancel.so: comes last of LD_PRELOAD; empty: not known */
    bool privileged = false;                  /* the loader looks at neither variable */
};

/* The most objects and files that are looked at: no program has as many. */
constexpr size_t most_objects = 2000, most_opened = 100000;

/* Throws Unusable where a limit is passed. */
Loaded resolve(const std::string &path, const ElfFile &program, const Surroundings &surroundings);

} // namespace safecancel::inspect

#endif
