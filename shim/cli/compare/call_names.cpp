/* SPDX-License-Identifier: MIT */
#include "call_names.h"

#include <linux/audit.h>
#include <sys/syscall.h>

#include <fmt/format.h>

namespace safecancel::compare {
namespace {

#if defined __x86_64__
constexpr uint32_t own_architecture = AUDIT_ARCH_X86_64;
#elif defined __i386__
constexpr uint32_t own_architecture = AUDIT_ARCH_I386;
#elif defined __aarch64__
constexpr uint32_t own_architecture = AUDIT_ARCH_AARCH64;
#endif

struct Named {
    long number;
    const char *name;
};

/* Written by CMake from what <sys/syscall.h> defines. */
constexpr Named named[] = {
#define SC_CALL(name) {__NR_##name, #name},
#include "calls.inc"
#undef SC_CALL
};

} // namespace

std::string call_name(uint32_t architecture, long number)
{
    if (architecture == own_architecture)
        for (const Named &call : named)
            if (call.number == number)
                return call.name;
    return fmt::format("{}{}", architecture == own_architecture ? "call " : "32-bit call ", number);
}

} // namespace safecancel::compare
