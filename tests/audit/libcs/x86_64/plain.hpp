/* SPDX-License-Identifier: MIT */
/*
 * x86-64: changes to the function of the small unmarked libc that makes the plain
 * system call, after which that is none any more; and what tests need to make others.
 */
#ifndef SAFECANCEL_TESTS_AUDIT_PLAIN_HPP
#define SAFECANCEL_TESTS_AUDIT_PLAIN_HPP

#include "plain_change.hpp"

namespace safecancel {

constexpr const char *kPlainHelper = nullptr; /* the function that makes the system call, if one does */
constexpr uint64_t kBeforePlain = 5; /* bytes on the way to it alone, as many as a jump has */

inline const std::vector<PlainChange> kPlainChanges = {
    {"branches_behind_it", {0xa8, 0x01, 0x75, 0x15}, {0xa8, 0x01, 0x75, 0x1c},
     "reached both before and after the plain system call"},
    {"makes_another_before_it", {0x48, 0x8b, 0x44, 0x24, 0x10}, {0x0f, 0x05, 0x90, 0x90, 0x90},
     "a second plain system call"},
    {"makes_another_where_it_is_not", {0x4c, 0x89, 0xdf}, {0x0f, 0x05, 0x90},
     "a second plain system call"},
    /* mov $74, %eax */
    {"has_a_number_of_its_own", {0x48, 0x8b, 0x44, 0x24, 0x10}, {0xb8, 0x4a, 0x00, 0x00, 0x00},
     "the plain system call is not the caller's"},
    /* pop %rax */
    {"loses_the_result", {0x0f, 0x05, 0x5b, 0xc3}, {0x0f, 0x05, 0x58, 0xc3},
     "the plain system call's result is changed"},
    /* mov %rax, (%rbx) */
    {"stores_where_it_is_not", {0x4c, 0x89, 0xdf}, {0x48, 0x89, 0x03},
     "writes memory other than its frame beside the plain system call"},
    {"calls_first", {0x48, 0x8b, 0x44, 0x24, 0x10}, {0xe8, 0xf0, 0xff, 0xff, 0xff},
     "calls another function before the plain system call"},
    {"returns_first", {0x48, 0x8b, 0x44, 0x24, 0x10}, {0x5b, 0xc3, 0x90, 0x90, 0x90},
     "returns without a system call"},
    {"makes_none", {0x0f, 0x05}, {0x90, 0x90},
     "returns without a system call"},
    {"is_never_reached", {0x75, 0x15, 0xa8, 0x10, 0x75, 0x11}, {0x90, 0x90, 0x90, 0x90, 0x90, 0x90},
     "no plain system call that returns"},
    /* jmp . */
    {"does_not_return", {0x0f, 0x05, 0x5b, 0xc3}, {0x0f, 0x05, 0xeb, 0xfe},
     "no plain system call that returns"},
    /* sysenter */
    {"enters_otherwise", {0x0f, 0x05}, {0x0f, 0x34},
     "an instruction the audit does not understand beside the plain system call"},
    {"traps_behind_it", {0x0f, 0x05, 0x5b}, {0x0f, 0x05, 0xcc},
     "an instruction the audit does not understand beside the plain system call"},
    /* jmp *%rax */
    {"leaves_elsewhere", {0x0f, 0x05, 0x5b, 0xc3}, {0x0f, 0x05, 0xff, 0xe0},
     "an instruction the audit does not understand beside the plain system call"},
};

/* A call of `target`, or a jump there, to stand at `at`. */
inline Bytes transfer(uint64_t at, uint64_t target, bool call)
{
    const auto distance = static_cast<uint32_t>(target - at - 5);
    Bytes bytes = {static_cast<uint8_t>(call ? 0xe8 : 0xe9), 0, 0, 0, 0};
    memcpy(&bytes[1], &distance, sizeof distance);
    return bytes;
}

} // namespace safecancel

#endif
