/* SPDX-License-Identifier: MIT */
/* 32-bit x86: where cancelhandling lies, in a libc and in the small ones of the tests. */
#ifndef SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP
#define SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP

#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace safecancel {

/* From the thread pointer: in glibc 2.36 and later. */
constexpr int32_t kWordOffset = 0x80;

/* From struct pthread to where the thread pointer points, in this program's libc. */
inline uintptr_t head_distance()
{
    return 0;
}

/*
 * The same of a libc, told by this function of its, which reads the word first:
 * mov %gs:OFFSET, %eax, as in 2.31; or mov %gs:0x8, %edx; mov OFFSET(%edx), %eax.
 */
constexpr const char *kTellsLayout = "pthread_testcancel";

inline int32_t word_offset(const uint8_t *code, size_t size)
{
    constexpr uint8_t by_thread_pointer[] = {0x65, 0xa1}, by_self[] = {0x8b, 0x82};
    int32_t offset = 0;
    for (; size >= sizeof by_self + sizeof offset; ++code, --size) {
        memcpy(&offset, code + sizeof by_self, sizeof offset);
        if (memcmp(code, by_thread_pointer, sizeof by_thread_pointer) == 0 ||
            memcmp(code, by_self, sizeof by_self) == 0)
            return offset;
    }
    return kWordOffset;
}

} // namespace safecancel

#endif
