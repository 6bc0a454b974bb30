/* SPDX-License-Identifier: MIT */
/* x86-64: changes to the small marked libc after which its functions that enable and disable are none any more. */
#ifndef SAFECANCEL_TESTS_AUDIT_CHANGES_HPP
#define SAFECANCEL_TESTS_AUDIT_CHANGES_HPP

#include <cstdint>
#include <vector>

#include "audit.h"

namespace safecancel {

using Bytes = std::vector<uint8_t>;

/* In the function's code `from` is replaced by `to`, of the same size. */
struct MarkChange {
    const char *name;
    uint32_t in; /* SC_AUDIT_ENABLE or SC_AUDIT_DISABLE */
    Bytes from, to;
    const char *said;
};

const Bytes kFirst = {0x64, 0x48, 0x8b, 0x0c, 0x25, 0x10, 0x00, 0x00, 0x00}; /* mov %fs:0x10, %rcx */

const MarkChange kChanges[] = {
    {"sets_another_bit", SC_AUDIT_ENABLE, {0x83, 0xce, 0x02}, {0x83, 0xce, 0x04},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    {"clears_another_bit", SC_AUDIT_DISABLE, {0x83, 0xe1, 0xfd}, {0x83, 0xe1, 0xfb},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    {"changes_the_threads_head", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x37}, {0xf0, 0x0f, 0xb1, 0x31},
     "changes something other than cancelhandling"},
    {"exchanges_without_lock", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x37}, {0x90, 0x0f, 0xb1, 0x37},
     "an instruction the audit does not understand"},
    {"returns_the_threads_address", SC_AUDIT_ENABLE, {0x89, 0xf0, 0xc3}, {0x89, 0xc8, 0xc3},
     "does not return what cancelhandling was"},
    {"returns_at_once", SC_AUDIT_DISABLE, {0x83, 0xe7, 0x02}, {0xc3, 0x90, 0x90}, "does not change cancelhandling"},
    {"pushes_first", SC_AUDIT_ENABLE, kFirst, {0x50, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90},
     "does more than change cancelhandling"},
    {"calls_first", SC_AUDIT_ENABLE, kFirst, {0xe8, 0x00, 0x00, 0x00, 0x00, 0x90, 0x90, 0x90, 0x90},
     "calls another function"},
};

/* What each byte of those functions is made in turn. */
constexpr uint8_t kValues[] = {0x06, 0x0f, 0xc3, 0xe8, 0xeb, 0xf4};

} // namespace safecancel

#endif
