/* SPDX-License-Identifier: MIT */
/* x86-64: where cancelhandling lies, in a libc and in the small ones of the tests. */
#ifndef SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP
#define SAFECANCEL_TESTS_AUDIT_LAYOUT_HPP

#include <pthread.h>

#include <cstddef>
#include <cstdint>

namespace safecancel {

/* From the thread pointer. */
constexpr int32_t kWordOffset = 0x308;

/* From struct pthread to where the thread pointer points, in this program's libc. */
inline uintptr_t head_distance()
{
    return 0;
}

/* The same of a libc, told by this function of its: it does not depend on that here. */
constexpr const char *kTellsLayout = "pthread_self";

inline int32_t word_offset(const uint8_t *, size_t)
{
    return kWordOffset;
}

} // namespace safecancel

#endif
