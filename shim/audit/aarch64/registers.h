/* SPDX-License-Identifier: MIT */
/* The general registers of 64-bit Arm, their part in a system call (syscall(2)) and in a C call (AAPCS64, 6.1.1). */
#ifndef SAFECANCEL_SHIM_AUDIT_AARCH64_REGISTERS_H
#define SAFECANCEL_SHIM_AUDIT_AARCH64_REGISTERS_H

#include <stdint.h>

#include "instruction.h"

namespace safecancel {

enum Register : int8_t {
    x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17,
    x18, x19, x20, x21, x22, x23, x24, x25, x26, x27, x28, x29, x30, sp, kRegisters
};

constexpr Register kStackPointer = sp;
constexpr Register kFramePointer = x29;  /* in code that has one */
constexpr Register kRequestRegister = x8; /* at the thunk's entry */
constexpr Register kNumberRegister = x8;
constexpr Register kResultRegister = x0;
constexpr Register kFirstParameter = x0; /* of a C call */
constexpr Register kArguments[] = {x0, x1, x2, x3, x4, x5};

/* What `failed` is given: the result and the request. */
constexpr Register kFailedResult = x0;
constexpr Register kFailedRequest = x1;

/* A system call changes no register but that of its result. */
constexpr Register kKernelClobbers[] = {x0};

/* A call may change these (x30 is where it returns to), and must not change those. */
constexpr Register kCallClobbers[] = {x0, x1, x2,  x3,  x4,  x5,  x6,  x7,  x8,  x9,
                                      x10, x11, x12, x13, x14, x15, x16, x17, x18, x30};

/* What the caller wants back as it was; x30 for the return. */
constexpr Register kCalleeSaved[] = {x19, x20, x21, x22, x23, x24, x25, x26, x27, x28, x29, x30};

/* What a signal handler that sends the thread to `cancel` may find overwritten: a restarted call has another number. */
constexpr Register kLostAtCancel[] = {x8};

/* Bytes of an address, and of a register. */
constexpr unsigned kWord = 8;

/* Where the caller's argument `i` is when the thunk is entered. */
constexpr bool kArgumentsOnStack = false;

/* libc's points write no arguments to their frame, but functions keep registers there before anything else. */
constexpr bool kWritesFrameFirst = false;
constexpr bool kSavesRegistersFirst = true;

/* Branches test a register, which has been loaded before; no instruction tests memory. */
constexpr bool kBranchesTest = true;

/* By the frame pointer a function's frame lies above it, behind the record of frame pointer and return address. */
inline bool is_frame_displacement(int64_t displacement)
{
    return displacement >= 2 * int64_t{kWord};
}

/* Bytes below the stack pointer that signal handlers leave alone. */
constexpr int64_t kRedZone = 0;

/* The stack pointer is a multiple of 16 everywhere. */
constexpr int64_t kStackAlignment = 16;
constexpr int64_t kStackAtEntry = 0;

/* Memory has no copy of the thread pointer. */
constexpr int64_t kThreadSelf = INT64_MIN;

/* How the thunk, and libc's points, enter the kernel. */
inline bool is_thunk_call(const Instruction &insn)
{
    return insn.op == Op::SystemCall;
}

inline bool is_libc_call(const Instruction &insn)
{
    return insn.op == Op::SystemCall;
}

/* What may stand in the window between the branch and the system call. */
inline bool loads_argument(const Instruction &)
{
    return false;
}

} // namespace safecancel

#endif
