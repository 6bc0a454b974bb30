/* SPDX-License-Identifier: MIT */
/* What /proc says of a process.  Each answer may be out of date as it is given. */
#ifndef SAFECANCEL_STATS_PROCESS_H
#define SAFECANCEL_STATS_PROCESS_H

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace safecancel::tool {

/* There is such a process, and it has not ended (a zombie has). */
bool is_alive(pid_t pid);

/* Field 22 of /proc/PID/stat; 0 if that cannot be read. */
uint64_t start_ticks_of(pid_t pid);

/* Its number as it sees it itself, in a namespace of its own; `pid` if that is not told. */
pid_t own_number_of(pid_t pid);

/* Field 2 of /proc/PID/stat. */
std::string name_of(pid_t pid);

/* A mapping of a file. */
struct Mapping {
    uint64_t begin, offset, inode;
    std::string path;
};

/* The mappings of files; `error` is an errno value, or 0. */
std::vector<Mapping> mappings_of(pid_t pid, int &error);

} // namespace safecancel::tool

#endif
