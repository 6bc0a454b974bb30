/* SPDX-License-Identifier: MIT */
/* Where what is installed, or built, beside this program lies. */
#ifndef SAFECANCEL_TOOL_PLACES_H
#define SAFECANCEL_TOOL_PLACES_H

#include <string>

namespace safecancel::tool {

/*
 * The absolute path of libsafecancel.so: `given` (an option --library), or
 * SAFECANCEL_LIBRARY, which the launcher sets, or that of the build this program
 * is of.  Throws Refusal if it is not there.
 */
std::string shim_object(const std::string &given = {});

/* Its directory: other programs of ours lie beside this one. */
std::string own_directory();

/* As what LD_PRELOAD is to name it: as the launcher does for all architectures, or its path. */
std::string preload_name(const std::string &shim);

} // namespace safecancel::tool

#endif
