/* SPDX-License-Identifier: MIT */
/* x86-64: what the tests know of this processor's code, in any libc and in the small ones beside this. */
#ifndef SAFECANCEL_TESTS_AUDIT_CODE_HPP
#define SAFECANCEL_TESTS_AUDIT_CODE_HPP

#include <cstdint>
#include <cstring>
#include <utility>

#include "audit.h"

namespace safecancel {

constexpr size_t kCallSize = 5, kReturnSize = 1, kStep = 1;

/* Bytes of the instruction that makes the system call in [begin, end), or 0. */
inline size_t system_call_size(const uint8_t *begin, const uint8_t *end)
{
    constexpr uint8_t call[] = {0x0f, 0x05};
    const bool calls = end - begin >= 2 && memcmp(end - sizeof call, call, sizeof call) == 0;
    return calls ? sizeof call : 0;
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
    {{0xf3, 0x65, 0x4f, 0x4d, 0x10, 0xc3, 0xf5, 0x4a}, 85, 1}, /* Debian 11: glibc 2.31 */
    {{0x93, 0xac, 0x61, 0xec, 0x5a, 0x8e, 0xb1, 0x39}, 56, 0}, /* Debian 12: glibc 2.36 */
    {{0x5e, 0x5b, 0x51, 0xf4, 0xc3, 0x9a, 0xf9, 0xac}, 1, 0},  /* Debian 13: glibc 2.41 */
    {{0xa2, 0x26, 0xe0, 0xf1, 0x50, 0xbe, 0x89, 0x09}, 1, 0},  /* Debian sid: glibc 2.43 */
};

constexpr uint32_t kRead = 0; /* its number */

/* The small marked libc. */
constexpr unsigned kSmallSites = 7;
constexpr uint64_t kBranchesOffset = 6; /* of the first window in `branches` */
constexpr std::pair<const char *, uint32_t> kNumbers[] = {
    {"fsync", 74}, {"close", 3}, {"read", 0}, {"branches", 202}, {"by_frame_pointer", SC_AUDIT_NUMBER_UNKNOWN}};

constexpr uint8_t kExchange[] = {0xf0, 0x0f, 0xb1, 0x0a}; /* lock cmpxchg %ecx, (%rdx) */

/* The small unmarked libc: what makes another instruction of most, and where it never is the same one. */
constexpr uint8_t kOtherByte = 0xf4;                         /* hlt */
constexpr int64_t kDecisive[] = {0, 2, 4, 5, -3, -2, -1};    /* from the window's begin, or its end with the return */

} // namespace safecancel

#endif
