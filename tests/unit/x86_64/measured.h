/* SPDX-License-Identifier: MIT */
/* x86-64: where glibc 2.31 to 2.43 have a thread's id and cancelhandling, as measured. */
#ifndef SAFECANCEL_TESTS_UNIT_MEASURED_H
#define SAFECANCEL_TESTS_UNIT_MEASURED_H

#include <cstdint>

#include "libc.h"

namespace safecancel {

inline constexpr uint32_t measured_tid_at = 720;

inline uint32_t measured_word_at()
{
    return 776;
}

} // namespace safecancel

#endif
