/* SPDX-License-Identifier: MIT */
/* /etc/ld.so.cache, which the loader looks names of libraries up in; the formats that glibc's ldconfig writes. */
#ifndef SAFECANCEL_INSPECT_LD_CACHE_H
#define SAFECANCEL_INSPECT_LD_CACHE_H

#include <string>
#include <unordered_map>
#include <vector>

#include "byte_source.h"

namespace safecancel::inspect {

/*
 * Paths for a name, in the loader's order of preference but for the directories
 * of glibc-hwcaps, which depend on the processor: those come last.
 */
using LdCache = std::unordered_map<std::string, std::vector<std::string>>;

/* Throws Unusable if it is in neither format. */
LdCache read_ld_cache(const ByteSource &source);

} // namespace safecancel::inspect

#endif
