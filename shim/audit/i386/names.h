/* SPDX-License-Identifier: MIT */
/* 32-bit x86: Capstone's names of registers, in the order of `Register`: 4, 2, 1 bytes, and the second byte. */
#ifndef SAFECANCEL_SHIM_AUDIT_I386_NAMES_H
#define SAFECANCEL_SHIM_AUDIT_I386_NAMES_H

#include <capstone/capstone.h>

#include "registers.h"

namespace safecancel {

constexpr cs_mode kMode = CS_MODE_32;

constexpr unsigned kStackName = X86_REG_ESP;
constexpr unsigned kCounterName = X86_REG_INVALID; /* there are no addresses relative to it */
constexpr unsigned kThreadSegment = X86_REG_GS;

struct Names {
    uint16_t of[4];
};

constexpr Names kNames[kRegisters] = {
    {{X86_REG_EAX, X86_REG_AX, X86_REG_AL, X86_REG_AH}},
    {{X86_REG_ECX, X86_REG_CX, X86_REG_CL, X86_REG_CH}},
    {{X86_REG_EDX, X86_REG_DX, X86_REG_DL, X86_REG_DH}},
    {{X86_REG_EBX, X86_REG_BX, X86_REG_BL, X86_REG_BH}},
    {{X86_REG_ESP, X86_REG_SP, 0, 0}},
    {{X86_REG_EBP, X86_REG_BP, 0, 0}},
    {{X86_REG_ESI, X86_REG_SI, 0, 0}},
    {{X86_REG_EDI, X86_REG_DI, 0, 0}},
};

} // namespace safecancel

#endif
