/* SPDX-License-Identifier: MIT */
/* What the doctor finds, before it is told. */
#ifndef SAFECANCEL_DOCTOR_EXAMINATION_H
#define SAFECANCEL_DOCTOR_EXAMINATION_H

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "defects.h"
#include "level.h"
#include "machine.h"
#include "preloads.h"
#include "transcript.h"

namespace safecancel::tool {

/* One defect, without and with the preloaded object. */
struct Tried {
    const Defect *defect;
    Finding glibc, shim;
};

struct Examination {
    std::string shim;  /* path of the preloaded object */
    Machine machine;
    Level level;
    Preloads preloads;
    std::vector<Tried> tried{};               /* empty with --no-defects */
    std::optional<Transcript> transcript{};   /* none with --defects */
    bool defects_only = false;

    /* Nothing is wrong: level full, and no defect but the price seen with the object. */
    bool good() const;
};

std::string as_text(const Examination &examination);
nlohmann::ordered_json as_json(const Examination &examination);

} // namespace safecancel::tool

#endif
