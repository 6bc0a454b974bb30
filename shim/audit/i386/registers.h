/* SPDX-License-Identifier: MIT */
/*
 * The general registers of 32-bit x86, their part in a system call (syscall(2))
 * and in a C call (System V ABI, Intel386 supplement).
 */
#ifndef SAFECANCEL_SHIM_AUDIT_I386_REGISTERS_H
#define SAFECANCEL_SHIM_AUDIT_I386_REGISTERS_H

#include <stdint.h>

#include "instruction.h"

namespace safecancel {

enum Register : int8_t { eax, ecx, edx, ebx, esp, ebp, esi, edi, kRegisters };

constexpr Register kStackPointer = esp;
constexpr Register kFramePointer = ebp;    /* in code that has one */
constexpr Register kRequestRegister = eax; /* at the thunk's entry */
constexpr Register kNumberRegister = eax;
constexpr Register kResultRegister = eax;
constexpr Register kArguments[] = {ebx, ecx, edx, esi, edi, ebp};
constexpr Register kFirstParameter = kRegisters; /* none: it is on the stack */

/* What `failed` is given: the result and the request. */
constexpr Register kFailedResult = eax;
constexpr Register kFailedRequest = edx;

/* A system call changes no register but that of its result. */
constexpr Register kKernelClobbers[] = {eax};

/* A call may change these, and must not change those. */
constexpr Register kCallClobbers[] = {eax, ecx, edx};
constexpr Register kCalleeSaved[] = {ebx, ebp, esi, edi};

/*
 * What a signal handler that sends the thread to `cancel` may find overwritten:
 * it was in the kernel's entry, and only the stack pointer is made good for certain.
 */
constexpr Register kLostAtCancel[] = {eax, ecx, edx, ebx, ebp, esi, edi};

/* Bytes of an address, and of a register that is pushed. */
constexpr unsigned kWord = 4;

/* Where the caller's argument `i` is when the thunk is entered. */
constexpr bool kArgumentsOnStack = true;

/* Functions keep registers in their frame before anything else, and write arguments there. */
constexpr bool kWritesFrameFirst = true;
constexpr bool kSavesRegistersFirst = true;

/* Instructions test memory, and branches what those have found. */
constexpr bool kBranchesTest = false;

/* By the frame pointer a function's frame lies below it. */
inline bool is_frame_displacement(int64_t displacement)
{
    return displacement < 0;
}

/* Bytes below the stack pointer that signal handlers leave alone. */
constexpr int64_t kRedZone = 0;

/* The stack pointer is a multiple of 16 before a call, and 12 above one at a function's entry. */
constexpr int64_t kStackAlignment = 16;
constexpr int64_t kStackAtEntry = 12;

/* glibc's tcbhead_t: the address of struct pthread, and of the code that libc enters the kernel by. */
constexpr int64_t kThreadSelf = 0x8;
constexpr int64_t kThreadEntry = 0x10;

/* How the thunk enters the kernel: by a call of the address in a slot of its frame. */
inline bool is_thunk_call(const Instruction &insn)
{
    return insn.op == Op::SystemCall && insn.place == Place::Frame;
}

/* How libc's points do: `call *%gs:0x10`, `int $0x80`, or a helper that does (LibcObject::classify_call). */
inline bool is_libc_call(const Instruction &insn)
{
    return insn.op == Op::SystemCall && insn.place != Place::Frame;
}

/* What may stand in the window between the branch and the system call. */
inline bool loads_argument(const Instruction &insn)
{
    return insn.op == Op::Load && insn.place == Place::Frame;
}

} // namespace safecancel

#endif
