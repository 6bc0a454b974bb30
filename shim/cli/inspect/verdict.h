/* SPDX-License-Identifier: MIT */
/* What the operator asked: will it help?  One line, and why. */
#ifndef SAFECANCEL_INSPECT_VERDICT_H
#define SAFECANCEL_INSPECT_VERDICT_H

#include "coverage.h"
#include "privileges.h"

namespace safecancel::inspect {

enum class Linkage { dynamic, fixed, fixed_pie, library, loader };

Linkage linkage_of(const ElfFile &elf);
const char *name_of(Linkage linkage); /* "dynamic", "static", "static-pie"... */

struct Verdict {
    bool helps = false;
    std::string line;
};

/* All that a verdict is made of. */
struct Evidence {
    const ElfFile &elf; /* of the program */
    const Loaded &loaded;
    const Coverage &coverage;
    Privileges privileges;
    Kind shim{};                      /* what the shim here is for; machine 0: not known */
    bool shims_for_others = false;    /* LD_PRELOAD's $LIB finds one for other kinds too */
    bool interpreter_missing = false;
};

Verdict verdict_of(const Evidence &evidence);

} // namespace safecancel::inspect

#endif
