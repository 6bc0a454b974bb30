/* SPDX-License-Identifier: MIT */
/* Whether a program gains privileges when it is run, so that the loader ignores LD_PRELOAD for it. */
#ifndef SAFECANCEL_INSPECT_PRIVILEGES_H
#define SAFECANCEL_INSPECT_PRIVILEGES_H

#include <string>

#include "byte_source.h"

namespace safecancel::inspect {

struct Privileges {
    std::string what;   /* "set-user-ID root", "set-group-ID tty", "file capabilities"; empty: none */
    bool gained = false; /* by whoever runs this tool */
    std::string why_not; /* if the file has some, and that user does not gain them */
};

Privileges privileges_of(const FileSource &file);

} // namespace safecancel::inspect

#endif
