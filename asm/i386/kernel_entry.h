/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: code that a system call is made by, with a call of it, and what
 * of it is on the stack at each instruction.  Such are the vDSO's
 * __kernel_vsyscall, sc_int80, and libc's helper for calls with six arguments.
 * The audit reads them while arming (shim/audit/i386/entries.cpp).
 */
#ifndef SAFECANCEL_ASM_KERNEL_ENTRY_H
#define SAFECANCEL_ASM_KERNEL_ENTRY_H

#include <stdint.h>

namespace safecancel {

struct KernelEntry {
    static constexpr unsigned room = 32;
    static constexpr uint8_t none = 0xff;

    uintptr_t begin;
    uint8_t size;
    uint8_t before;           /* offset of the last instruction at which the kernel has done nothing */
    uint8_t depth[room];      /* bytes above the return address's place; none: no instruction begins here */
    uint8_t saved_ebp[room];  /* of the stack, where the caller's %ebp is; none: still in the register */
    unsigned char code[room]; /* as audited */
};

/* What arming finds, in struct Config. */
struct Entries {
    static constexpr unsigned limit = 6;
    unsigned count;
    KernelEntry list[limit];
};

} // namespace safecancel

#endif
