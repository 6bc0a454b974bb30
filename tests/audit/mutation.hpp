/* SPDX-License-Identifier: MIT */
/* A change to a site of libc's, and what is said of it; those of each processor are in libcs/<arch>/mutations.hpp. */
#ifndef SAFECANCEL_TESTS_AUDIT_MUTATION_HPP
#define SAFECANCEL_TESTS_AUDIT_MUTATION_HPP

#include <cstdint>
#include <optional>
#include <vector>

#include "libc_image.hpp"

namespace safecancel {

using Bytes = std::vector<uint8_t>;

/* Where in a site something is changed, and what to. */
struct Change {
    uint64_t at;
    Bytes bytes;
};

struct Mutation {
    const char *name;
    const char *said;
    const char *or_said; /* by the shape of the site; nullptr: that alone */
    bool leads_away;     /* so that nobody can tell which code is the site's */
    /* Nothing when this window has no place for it. */
    std::optional<Change> (*make)(const ObjectImage &, const sc_audit_window &);
};

inline const uint8_t *bytes_at(const ObjectImage &object, uint64_t address)
{
    return object.code.data() + (address - object.facts.start);
}

} // namespace safecancel

#endif
