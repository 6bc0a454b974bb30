/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: changes to the small marked libc after which its functions that enable and disable are none any more. */
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

const MarkChange kChanges[] = {
    /* orr w1, w19, #2: orr w1, w19, #4 */
    {"sets_another_bit", SC_AUDIT_ENABLE, {0x61, 0x02, 0x1f, 0x32}, {0x61, 0x02, 0x1e, 0x32},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* and w1, w4, #0xfffffffd: and w1, w4, #0xfffffffb */
    {"clears_another_bit", SC_AUDIT_DISABLE, {0x81, 0x78, 0x1e, 0x12}, {0x81, 0x78, 0x1d, 0x12},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* mov x2, x20: mov x2, x21 */
    {"changes_another_word", SC_AUDIT_ENABLE, {0xe2, 0x03, 0x14, 0xaa}, {0xe2, 0x03, 0x15, 0xaa},
     "changes something other than cancelhandling"},
    /* mov w0, w19: mov w0, w21 */
    {"compares_with_another_value", SC_AUDIT_ENABLE, {0xe0, 0x03, 0x13, 0x2a}, {0xe0, 0x03, 0x15, 0x2a},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* and w1, w4, #0xfffffffd: mov w1, w4 */
    {"puts_what_was_there", SC_AUDIT_DISABLE, {0x81, 0x78, 0x1e, 0x12}, {0xe1, 0x03, 0x04, 0x2a},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* mov w0, w19; b . - 20: mov w0, w21; b . - 20 */
    {"returns_another_register", SC_AUDIT_ENABLE, {0xe0, 0x03, 0x13, 0x2a, 0xfb, 0xff, 0xff, 0x17}, {0xe0, 0x03, 0x15, 0x2a, 0xfb, 0xff, 0xff, 0x17},
     "does not return what cancelhandling was"},
    /* tbz w0, #1, . + 8: ret */
    {"returns_at_once", SC_AUDIT_DISABLE, {0x40, 0x00, 0x08, 0x36}, {0xc0, 0x03, 0x5f, 0xd6},
     "does not change cancelhandling"},
    /* stp x21, x22, [sp, #32]: stp x21, x22, [x0, #32] */
    {"stores_first", SC_AUDIT_ENABLE, {0xf5, 0x5b, 0x02, 0xa9}, {0x15, 0x58, 0x02, 0xa9},
     "does more than change cancelhandling"},
    /* mov x29, sp: bl . - 64 */
    {"calls_first", SC_AUDIT_ENABLE, {0xfd, 0x03, 0x00, 0x91}, {0xf0, 0xff, 0xff, 0x97},
     "calls another function"},
    /* mov x29, sp: svc #0 */
    {"makes_a_system_call_first", SC_AUDIT_ENABLE, {0xfd, 0x03, 0x00, 0x91}, {0x01, 0x00, 0x00, 0xd4},
     "does more than change cancelhandling"},
};

/* What each byte of those functions is made in turn. */
constexpr uint8_t kValues[] = {0x00, 0x0f, 0x54, 0x94, 0xb9, 0xd4, 0xff};

} // namespace safecancel

#endif
