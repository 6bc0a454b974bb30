/* SPDX-License-Identifier: MIT */
/* 32-bit x86: where glibc 2.31 to 2.43 have a thread's id and cancelhandling, as measured. */
#ifndef SAFECANCEL_TESTS_UNIT_MEASURED_H
#define SAFECANCEL_TESTS_UNIT_MEASURED_H

#include <cstdint>

#include "libc.h"

namespace safecancel {

inline constexpr uint32_t measured_tid_at = 104;

inline uint32_t measured_word_at()
{
    return libc_minor() < 34 ? 132 : 128;
}

} // namespace safecancel

#endif
