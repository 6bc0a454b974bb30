/* SPDX-License-Identifier: MIT */
/* The environment of the two sides: the same, but for the shim in LD_PRELOAD. */
#ifndef SAFECANCEL_COMPARE_ENVIRONMENT_H
#define SAFECANCEL_COMPARE_ENVIRONMENT_H

#include <string>
#include <vector>

#include "run.h"

namespace safecancel::compare {

/*
 * Ours, without what the launcher added and without the settings by which the shim
 * writes something (statistics, a report at the start).  What LD_PRELOAD names
 * already is kept, in both; the shim comes last in it.
 */
std::vector<std::string> environment(const Subject &subject, bool with_shim);

/* Pointers to the strings, and a null pointer: for execve. */
std::vector<const char *> pointers(const std::vector<std::string> &strings);

} // namespace safecancel::compare

#endif
