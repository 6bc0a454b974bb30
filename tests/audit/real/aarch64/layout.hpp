/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: where cancelhandling lies, in a libc and in the small ones of the tests. */
#ifndef SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP
#define SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP

#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace safecancel {

/* From the thread pointer: in glibc 2.41. */
constexpr int32_t kWordOffset = -0x618;

/* From struct pthread to where the thread pointer points, in this program's libc. */
inline uintptr_t head_distance()
{
    uintptr_t thread_pointer;
    asm("mrs %0, tpidr_el0" : "=r"(thread_pointer));
    return thread_pointer - pthread_self();
}

/*
 * The same of a libc, told by this function of its, which takes the size of struct
 * pthread from the thread pointer: sub x0, x0, #SIZE.
 */
constexpr const char *kTellsLayout = "pthread_self";

inline int32_t word_offset(const uint8_t *code, size_t size)
{
    constexpr int32_t in_struct_pthread = 0x108;
    for (uint32_t word; size >= sizeof word; code += sizeof word, size -= sizeof word) {
        memcpy(&word, code, sizeof word);
        if ((word & 0xffc003ff) == 0xd1000000)
            return in_struct_pthread - static_cast<int32_t>(word >> 10 & 0xfff);
    }
    return kWordOffset;
}

} // namespace safecancel

#endif
