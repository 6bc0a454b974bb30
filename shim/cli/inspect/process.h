/* SPDX-License-Identifier: MIT */
/* A living process, as /proc tells: what it is, and which objects are mapped there. */
#ifndef SAFECANCEL_INSPECT_PROCESS_H
#define SAFECANCEL_INSPECT_PROCESS_H

#include <optional>

#include "loaded.h"

namespace safecancel::inspect {

struct Process {
    long pid = 0;
    std::string name;     /* as the kernel has it */
    std::string exe;      /* path of its program, as it sees it; without " (deleted)" */
    bool exe_deleted = false;
    bool other_root = false;  /* another root directory or mount namespace than ours: a container */
    unsigned user = 0, threads = 0, seccomp = 0;
    bool no_new_privileges = false;
    std::optional<std::string> preload; /* LD_PRELOAD as it was started with; nothing: not set, or not to be read */
    std::vector<std::string> deleted;   /* mapped objects that are gone, or were replaced, since */
    Loaded loaded;            /* the program, what was preloaded, then the rest, libc last */
};

/* Throws tool::Refusal: gone, a zombie, a kernel thread, another user's. */
Process read_process(long pid);

} // namespace safecancel::inspect

#endif
