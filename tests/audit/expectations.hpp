/* SPDX-License-Identifier: MIT */
/* What the audit says of each bad thunk of thunks/<arch>; one implementation a folder. */
#ifndef SAFECANCEL_TESTS_AUDIT_EXPECTATIONS_HPP
#define SAFECANCEL_TESTS_AUDIT_EXPECTATIONS_HPP

#include <vector>

namespace safecancel {

struct Defect {
    const char *name;
    const char *mnemonic;
};

struct Expected {
    const char *sentence;
    std::vector<Defect> defects;
};

/*
 * The specification of the audit's messages: a sentence, and the files that
 * must be refused with it, each with the mnemonic at the place named ("" where
 * no instruction starts).
 */
const std::vector<Expected> &expectations();

/* Sentences that no thunk of this architecture can be given. */
const std::vector<const char *> &impossible();

} // namespace safecancel

#endif
