/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: instructions of the real thunk that another may stand for. */
#ifndef SAFECANCEL_TESTS_AUDIT_FORMS_HPP
#define SAFECANCEL_TESTS_AUDIT_FORMS_HPP

#include <string>

namespace safecancel {

/*
 * What the thunk may hold in place of what it holds: the upper half of the
 * request is nobody's concern, and some instructions have two forms.
 */
inline bool does_the_same(const std::string &original, const std::string &changed)
{
    static constexpr const char *kForms[][2] = {
        {"mov w15, w8", "mov x15, x8"},
        {"mov w1, w15", "mov x1, x15"},
        {"and w8, w8, #0xffff", "and w8, w15, #0xffff"},
        {"and w8, w8, #0xffff", "uxth w8, w8"},
        {"and w8, w15, #0xffff", "uxth w8, w15"},
        {"str x30, [sp]", "stur x30, [sp]"},
        {"ldr x30, [sp]", "ldur x30, [sp]"},
    };
    for (const auto &[one, other] : kForms)
        if (original == one && changed == other)
            return true;
    return false;
}

} // namespace safecancel

#endif
