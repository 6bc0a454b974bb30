/* SPDX-License-Identifier: MIT */
/* 32-bit x86: what the tests know of this processor's code, in any libc and in the small ones beside this. */
#ifndef SAFECANCEL_TESTS_AUDIT_CODE_HPP
#define SAFECANCEL_TESTS_AUDIT_CODE_HPP

#include <cstdint>
#include <cstring>
#include <utility>

#include "audit.h"

namespace safecancel {

constexpr size_t kCallSize = 5, kStep = 1;
constexpr size_t kReturnSize = 5; /* of __syscall_cancel_arch: it pops four registers first */

/* Bytes of what makes the system call in [begin, end): int $0x80, call *%gs:0x10, a call of a helper; or 0. */
inline size_t system_call_size(const uint8_t *begin, const uint8_t *end)
{
    constexpr uint8_t trap[] = {0xcd, 0x80}, by_head[] = {0x65, 0xff, 0x15, 0x10, 0, 0, 0};
    const auto size = static_cast<size_t>(end - begin);
    if (size >= sizeof by_head && memcmp(end - sizeof by_head, by_head, sizeof by_head) == 0)
        return sizeof by_head;
    if (size >= sizeof trap && memcmp(end - sizeof trap, trap, sizeof trap) == 0)
        return sizeof trap;
    return size >= kCallSize && end[-5] == 0xe8 ? kCallSize : 0;
}

/* A call of, or a jump to, `target`. */
inline bool goes_to(const uint8_t *code, uint64_t address, uint64_t target)
{
    int32_t distance = 0;
    memcpy(&distance, code + 1, sizeof distance);
    return (code[0] == 0xe8 || code[0] == 0xe9) && address + 5 + static_cast<uint64_t>(int64_t{distance}) == target;
}

/* libcs whose sites were counted by hand. */
struct KnownLibc {
    uint8_t build_id[8]; /* its beginning */
    unsigned sites, no_points;
};
constexpr KnownLibc kKnown[] = {
    {{0x35, 0xed, 0xe6, 0xd6, 0x09, 0x88, 0xe3, 0x01}, 102, 1}, /* Debian 11: glibc 2.31 */
    {{0xae, 0x10, 0x2d, 0x63, 0x06, 0xd6, 0xb4, 0x4f}, 79, 0},  /* Debian 12: glibc 2.36 */
    {{0xed, 0xc1, 0x01, 0x57, 0xce, 0x09, 0xe1, 0xa8}, 79, 0},  /* the same for 64-bit systems */
    {{0xac, 0x64, 0xd3, 0x28, 0x86, 0xce, 0x8f, 0x36}, 1, 0},   /* Debian 13's for 64-bit systems: glibc 2.41 */
    {{0x2c, 0x56, 0xa5, 0x4c, 0xe3, 0x9e, 0x0c, 0xab}, 1, 0},   /* Debian sid: glibc 2.43 */
};

constexpr uint32_t kRead = 3; /* its number */

/* The small marked libc. */
constexpr unsigned kSmallSites = 10;
constexpr uint64_t kBranchesOffset = 6; /* of the first window in `branches` */
constexpr std::pair<const char *, uint32_t> kNumbers[] = {
    {"fsync", 118},   {"close", 6},    {"read", 3}, {"branches", 240}, {"by_frame_pointer", SC_AUDIT_NUMBER_UNKNOWN},
    {"six_arguments", 314}, {"in_place", 114}};

constexpr uint8_t kExchange[] = {0xf0, 0x0f, 0xb1, 0x0a}; /* lock cmpxchg %ecx, (%edx) */

/* The small unmarked libc: what makes another instruction of most, and where it never is the same one. */
constexpr uint8_t kOtherByte = 0xf4; /* hlt */
/* From the window's begin, or its end with the return. */
constexpr int64_t kDecisive[] = {0, 3, 4, 5, 6, 7, 8, 9, 10, 11, -7, -6, -5, -4, -3, -2, -1};

} // namespace safecancel

#endif
