/* SPDX-License-Identifier: MIT */
/* What safecancel inspect says of a program or of a process: as text of 80 columns, or as JSON. */
#ifndef SAFECANCEL_INSPECT_REPORT_H
#define SAFECANCEL_INSPECT_REPORT_H

#include <optional>

#include <nlohmann/json.hpp>

#include "coverage.h"
#include "page_reader.h"
#include "process.h"
#include "program.h"
#include "verdict.h"

namespace safecancel::inspect {

struct Report {
    Program program;                /* of a process: its path and ELF file alone */
    std::optional<Process> process;
    Loaded loaded;
    Coverage coverage;
    std::optional<tool::Statistics> statistics;
    std::string no_statistics;      /* why there are none, where the shim is there */
    bool shim_mapped = false;       /* in the process */
    Verdict verdict;
};

std::string text_of(const Report &report, bool all);
nlohmann::json json_of(const Report &report);

/* "through the thunk", "in libc's windows", "not covered", "no point in glibc". */
const char *name_of(Way way);

} // namespace safecancel::inspect

#endif
