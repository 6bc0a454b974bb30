/* SPDX-License-Identifier: MIT */
/* What /proc tells of a thread.  It may be gone: then empty, or 0. */
#ifndef SAFECANCEL_COMPARE_PROC_H
#define SAFECANCEL_COMPARE_PROC_H

#include <sys/types.h>

#include <algorithm>
#include <string>
#include <vector>

namespace safecancel::compare {

/* A file of the thread's; `path` has {} for its number. */
std::string content(const char *path, pid_t thread);

/* The number behind `name` in a file of lines "NAME number". */
long field(const char *path, pid_t thread, const std::string &name);

/* An entry of its auxiliary vector. */
unsigned long auxiliary(pid_t thread, unsigned long type);

/* Its name; for one that is gone, "(ended)". */
std::string thread_name(pid_t thread);

/* What its descriptors are open on, sorted: paths, and for what has none its kind without a number. */
std::vector<std::string> open_files(pid_t thread);

/* The processes whose parent this is. */
std::vector<pid_t> children_of(pid_t parent);

} // namespace safecancel::compare

#endif
