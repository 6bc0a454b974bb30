/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: a system call is an instruction, and nothing lies between it and the kernel. */
#ifndef SAFECANCEL_ASM_KERNEL_ENTRY_H
#define SAFECANCEL_ASM_KERNEL_ENTRY_H

namespace safecancel {

/* What arming finds, in struct Config. */
struct Entries {};

} // namespace safecancel

#endif
