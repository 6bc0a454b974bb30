/* SPDX-License-Identifier: MIT */
#ifndef SAFECANCEL_COMPARE_CALL_NAMES_H
#define SAFECANCEL_COMPARE_CALL_NAMES_H

#include <cstdint>
#include <string>

namespace safecancel::compare {

/* A system call of an architecture (AUDIT_ARCH_...): its name, or its number if it is not known here. */
std::string call_name(uint32_t architecture, long number);

} // namespace safecancel::compare

#endif
