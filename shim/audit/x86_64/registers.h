/* SPDX-License-Identifier: MIT */
/* The general registers of x86-64, their part in a system call (syscall(2)) and in a C call (System V ABI, 3.2.1). */
#ifndef SAFECANCEL_SHIM_AUDIT_X86_64_REGISTERS_H
#define SAFECANCEL_SHIM_AUDIT_X86_64_REGISTERS_H

#include <stdint.h>

#include "instruction.h"

namespace safecancel {

enum Register : int8_t { rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15, kRegisters };

constexpr Register kStackPointer = rsp;
constexpr Register kFramePointer = rbp;    /* in code that has one */
constexpr Register kRequestRegister = rax; /* at the thunk's entry */
constexpr Register kNumberRegister = rax;
constexpr Register kResultRegister = rax;
constexpr Register kFirstParameter = rdi; /* of a C call */
constexpr Register kArguments[] = {rdi, rsi, rdx, r10, r8, r9};

/* What `failed` is given: the result and the request. */
constexpr Register kFailedResult = rdi;
constexpr Register kFailedRequest = rsi;

/* The system-call instruction overwrites them. */
constexpr Register kKernelClobbers[] = {rcx, r11};

/* A call may change these, and must not change those. */
constexpr Register kCallClobbers[] = {rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11};
constexpr Register kCalleeSaved[] = {rbx, rbp, r12, r13, r14, r15};

/* What a signal handler that sends the thread to `cancel` may find overwritten. */
constexpr Register kLostAtCancel[] = {rcx, r11};

/* Bytes of an address, and of a register that is pushed. */
constexpr unsigned kWord = 8;

/* Where the caller's argument `i` is when the thunk is entered. */
constexpr bool kArgumentsOnStack = false;

/* Functions keep registers in their frame before anything else, and write arguments there. */
constexpr bool kWritesFrameFirst = false;
constexpr bool kSavesRegistersFirst = false;

/* Instructions test memory, and branches what those have found. */
constexpr bool kBranchesTest = false;

/* By the frame pointer a function's frame lies below it. */
inline bool is_frame_displacement(int64_t displacement)
{
    return displacement < 0;
}

/* Bytes below the stack pointer that signal handlers leave alone. */
constexpr int64_t kRedZone = 128;

/* The stack pointer is a multiple of 16 before a call, and 8 above one at a function's entry. */
constexpr int64_t kStackAlignment = 16;
constexpr int64_t kStackAtEntry = 8;

/* glibc's tcbhead_t: the thread pointer's own copy, which is the address of struct pthread. */
constexpr int64_t kThreadSelf = 0x10;

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
