/* SPDX-License-Identifier: MIT */
/* 32-bit x86: instructions of the real thunk that another may stand for. */
#ifndef SAFECANCEL_TESTS_AUDIT_FORMS_HPP
#define SAFECANCEL_TESTS_AUDIT_FORMS_HPP

#include <string>

namespace safecancel {

/* Nothing beyond what `mean_the_same` knows. */
inline bool does_the_same(const std::string &, const std::string &)
{
    return false;
}

} // namespace safecancel

#endif
