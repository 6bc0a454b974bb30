/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: changes to the function of the small unmarked libc that makes the plain
 * system call, after which that is none any more; and what tests need to make others.
 */
#ifndef SAFECANCEL_TESTS_AUDIT_PLAIN_HPP
#define SAFECANCEL_TESTS_AUDIT_PLAIN_HPP

#include "plain_change.hpp"

namespace safecancel {

constexpr const char *kPlainHelper = "sc_six"; /* the function that makes the system call, if one does */
constexpr uint64_t kBeforePlain = 6; /* bytes on the way to it alone, at least as many as a jump has */

inline const std::vector<PlainChange> kPlainChanges = {
    {"branches_behind_it", {0xa8, 0x01, 0x75, 0x19}, {0xa8, 0x01, 0x75, 0x24},
     "reached both before and after the plain system call"},
    {"makes_another_before_it", {0x8b, 0x44, 0x24, 0x08}, {0xcd, 0x80, 0x90, 0x90},
     "a second plain system call"},
    {"makes_another_where_it_is_not", {0xff, 0x74, 0x24, 0x20}, {0xcd, 0x80, 0x90, 0x90},
     "a second plain system call"},
    /* mov $74, %eax */
    {"has_a_number_of_its_own", {0x8b, 0x44, 0x24, 0x08, 0x89, 0xe7}, {0xb8, 0x4a, 0x00, 0x00, 0x00, 0x90},
     "the plain system call is not the caller's"},
    /* mov 0xc(%esp), %eax */
    {"loses_the_result", {0x8b, 0x54, 0x24, 0x0c}, {0x8b, 0x44, 0x24, 0x0c},
     "the plain system call's result is changed"},
    /* mov %eax, (%ebx) */
    {"stores_where_it_is_not", {0x8d, 0x8b, 0x80, 0x00, 0x00, 0x00}, {0x89, 0x03, 0x90, 0x90, 0x90, 0x90},
     "writes memory other than its frame beside the plain system call"},
    /* movl $0, (%ebx) */
    {"stores_a_constant_where_it_is_not", {0x8d, 0x8b, 0x80, 0x00, 0x00, 0x00}, {0xc7, 0x03, 0x00, 0x00, 0x00, 0x00},
     "writes memory other than its frame beside the plain system call"},
    {"calls_first", {0x8b, 0x44, 0x24, 0x08, 0x89, 0xe7}, {0xe8, 0xf0, 0xff, 0xff, 0xff, 0x90},
     "calls another function before the plain system call"},
    {"returns_first", {0x8b, 0x44, 0x24, 0x08}, {0x5b, 0xc3, 0x90, 0x90},
     "returns without a system call"},
    {"makes_none", {}, {0x90, 0x90, 0x90, 0x90, 0x90},
     "returns without a system call"},
    {"is_never_reached", {0x75, 0x19, 0xa8, 0x10, 0x75, 0x15}, {0x90, 0x90, 0x90, 0x90, 0x90, 0x90},
     "no plain system call that returns"},
    /* jmp . */
    {"does_not_return", {0x8b, 0x54, 0x24, 0x0c}, {0xeb, 0xfe, 0x90, 0x90},
     "no plain system call that returns"},
    /* sysenter */
    {"enters_otherwise", {}, {0x0f, 0x34, 0x90, 0x90, 0x90},
     "an instruction the audit does not understand beside the plain system call"},
    /* call *0x8(%esp) */
    {"calls_through_its_frame", {}, {0xff, 0x54, 0x24, 0x08, 0x90},
     "an instruction the audit does not understand beside the plain system call"},
    /* jmp *%eax */
    {"leaves_elsewhere", {0x8b, 0x54, 0x24, 0x0c}, {0xff, 0xe0, 0x90, 0x90},
     "an instruction the audit does not understand beside the plain system call"},
    {"by_int80", {}, {0xcd, 0x80, 0x90, 0x90, 0x90}, nullptr, 2},
    /* call *%gs:0x10, from two bytes before */
    {"by_its_head", {0x89, 0xe7, 0xe8}, {0x65, 0xff, 0x15, 0x10, 0x00, 0x00, 0x00}, nullptr, 7},
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
