/* SPDX-License-Identifier: MIT */
/*
 * 64-bit Arm: changes to the function of the small unmarked libc that makes the plain
 * system call, after which that is none any more; and what tests need to make others.
 */
#ifndef SAFECANCEL_TESTS_AUDIT_PLAIN_HPP
#define SAFECANCEL_TESTS_AUDIT_PLAIN_HPP

#include "plain_change.hpp"

namespace safecancel {

constexpr const char *kPlainHelper = nullptr; /* the function that makes the system call, if one does */
constexpr uint64_t kBeforePlain = 4; /* bytes on the way to it alone, as many as a jump has */

inline const std::vector<PlainChange> kPlainChanges = {
    /* tbnz w6, #0, . + 32: . + 40 */
    {"branches_behind_it", {0x06, 0x01, 0x00, 0x37}, {0x46, 0x01, 0x00, 0x37},
     "reached both before and after the plain system call"},
    {"makes_another_before_it", {0x1f, 0x20, 0x03, 0xd5}, {0x01, 0x00, 0x00, 0xd4},
     "a second plain system call"},
    {"makes_another_where_it_is_not", {0xe0, 0x03, 0x13, 0xaa}, {0x01, 0x00, 0x00, 0xd4},
     "a second plain system call"},
    /* mov x8, #82 */
    {"has_a_number_of_its_own", {0x1f, 0x20, 0x03, 0xd5}, {0x48, 0x0a, 0x80, 0xd2},
     "the plain system call is not the caller's"},
    /* ldr x0, [sp, #16] */
    {"loses_the_result", {0x01, 0x00, 0x00, 0xd4, 0xf3, 0x0b, 0x40, 0xf9},
     {0x01, 0x00, 0x00, 0xd4, 0xe0, 0x0b, 0x40, 0xf9},
     "the plain system call's result is changed"},
    /* str w6, [x19] */
    {"stores_where_it_is_not", {0xe1, 0x03, 0x08, 0xaa}, {0x66, 0x02, 0x00, 0xb9},
     "writes memory other than its frame beside the plain system call"},
    /* bl . - 64 */
    {"calls_first", {0x1f, 0x20, 0x03, 0xd5}, {0xf0, 0xff, 0xff, 0x97},
     "calls another function before the plain system call"},
    {"returns_first", {0x1f, 0x20, 0x03, 0xd5}, {0xc0, 0x03, 0x5f, 0xd6},
     "returns without a system call"},
    {"makes_none", {0x01, 0x00, 0x00, 0xd4}, {0x1f, 0x20, 0x03, 0xd5},
     "returns without a system call"},
    {"is_never_reached", {0x06, 0x01, 0x00, 0x37, 0xe6, 0x00, 0x20, 0x37},
     {0x1f, 0x20, 0x03, 0xd5, 0x1f, 0x20, 0x03, 0xd5},
     "no plain system call that returns"},
    /* b . */
    {"does_not_return", {0x01, 0x00, 0x00, 0xd4, 0xf3, 0x0b, 0x40, 0xf9},
     {0x01, 0x00, 0x00, 0xd4, 0x00, 0x00, 0x00, 0x14},
     "no plain system call that returns"},
    /* svc #1 */
    {"enters_otherwise", {0x01, 0x00, 0x00, 0xd4}, {0x21, 0x00, 0x00, 0xd4},
     "an instruction the audit does not understand beside the plain system call"},
    /* brk #0 */
    {"traps_behind_it", {0x01, 0x00, 0x00, 0xd4, 0xf3, 0x0b, 0x40, 0xf9},
     {0x01, 0x00, 0x00, 0xd4, 0x00, 0x00, 0x20, 0xd4},
     "an instruction the audit does not understand beside the plain system call"},
    /* br x16 */
    {"leaves_elsewhere", {0x01, 0x00, 0x00, 0xd4, 0xf3, 0x0b, 0x40, 0xf9},
     {0x01, 0x00, 0x00, 0xd4, 0x00, 0x02, 0x1f, 0xd6},
     "an instruction the audit does not understand beside the plain system call"},
};

/* A call of `target`, or a jump there, to stand at `at`. */
inline Bytes transfer(uint64_t at, uint64_t target, bool call)
{
    const uint32_t distance = static_cast<uint32_t>((target - at) / 4) & 0x03ffffff;
    const uint32_t word = (call ? 0x94000000 : 0x14000000) | distance;
    Bytes bytes(sizeof word);
    memcpy(bytes.data(), &word, sizeof word);
    return bytes;
}

} // namespace safecancel

#endif
