/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: what the tests know of this processor's code, in any libc and in the small ones beside this. */
#ifndef SAFECANCEL_TESTS_AUDIT_CODE_HPP
#define SAFECANCEL_TESTS_AUDIT_CODE_HPP

#include <cstdint>
#include <cstring>
#include <utility>

#include "audit.h"

namespace safecancel {

constexpr size_t kCallSize = 4, kReturnSize = 4, kStep = 4;

/* Bytes of the instruction that makes the system call in [begin, end), or 0. */
inline size_t system_call_size(const uint8_t *begin, const uint8_t *end)
{
    constexpr uint8_t call[] = {0x01, 0x00, 0x00, 0xd4};
    const bool calls = end - begin >= 4 && memcmp(end - sizeof call, call, sizeof call) == 0;
    return calls ? sizeof call : 0;
}

/* A call of, or a jump to, `target`. */
inline bool goes_to(const uint8_t *code, uint64_t address, uint64_t target)
{
    uint32_t word;
    memcpy(&word, code, sizeof word);
    const int64_t distance = static_cast<int32_t>(word << 6) >> 6; /* in words */
    return (word & 0x7c000000) == 0x14000000 && address + static_cast<uint64_t>(distance * 4) == target;
}

/* libcs whose sites were counted by hand. */
struct KnownLibc {
    uint8_t build_id[8]; /* its beginning */
    unsigned sites, no_points;
};
constexpr KnownLibc kKnown[] = {
    {{0x74, 0xdf, 0xf0, 0x97, 0xec, 0xf0, 0x63, 0x29}, 83, 1}, /* Debian 11: glibc 2.31 */
    {{0x6f, 0x26, 0x8f, 0xf5, 0x46, 0xc5, 0x6d, 0x7f}, 54, 0}, /* Debian 12: glibc 2.36 */
    {{0x67, 0xad, 0xfe, 0xa5, 0x74, 0xcc, 0x93, 0x57}, 54, 0}, /* Debian 12's cross compiler: glibc 2.36 */
    {{0xdf, 0xbd, 0x3f, 0xfa, 0x06, 0x8e, 0x3f, 0x5f}, 1, 0}, /* Debian 13: glibc 2.41 */
    {{0x40, 0x5d, 0x95, 0xc1, 0x6d, 0x01, 0xf3, 0x11}, 1, 0}, /* Debian sid: glibc 2.43 */
};

constexpr uint32_t kRead = 63; /* its number */

/* The small marked libc. */
constexpr unsigned kSmallSites = 8;
constexpr uint64_t kBranchesOffset = 8; /* of the first window in `branches` */
constexpr std::pair<const char *, uint32_t> kNumbers[] = {
    {"fsync", 82}, {"close", 57}, {"read", 63}, {"branches", 98}, {"in_frame", SC_AUDIT_NUMBER_UNKNOWN}};

constexpr uint8_t kExchange[] = {0x41, 0x7c, 0xe0, 0x88}; /* casa w0, w1, [x2] */

/* The small unmarked libc: what makes another instruction of most, and where it never is the same one. */
constexpr uint8_t kOtherByte = 0x00;
constexpr int64_t kDecisive[] = {6, 7, 10, 11, -8, -5, -4, -1}; /* from the window's begin, or its end with the return */

} // namespace safecancel

#endif
