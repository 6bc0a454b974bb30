/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: the registers of an interrupted thread, as a signal handler finds and leaves them. */
#ifndef SAFECANCEL_ASM_INTERRUPTED_H
#define SAFECANCEL_ASM_INTERRUPTED_H

#include <stdint.h>
#include <string.h>
#include <ucontext.h>

namespace safecancel {

/* Where the thread was interrupted. */
inline uintptr_t program_counter(const ucontext_t *context)
{
    return context->uc_mcontext.pc;
}

inline uintptr_t stack_pointer(const ucontext_t *context)
{
    return context->uc_mcontext.sp;
}

/* Has the thread go on at `pc`, from where it was interrupted in the thunk's window. */
inline void leave_window(ucontext_t *context, uintptr_t pc)
{
    context->uc_mcontext.pc = pc;
}

/* What a system call just returned, if the program counter is right behind one. */
inline long call_result(const ucontext_t *context)
{
    return static_cast<long>(context->uc_mcontext.regs[0]);
}

inline void set_call_result(ucontext_t *context, long result)
{
    context->uc_mcontext.regs[0] = static_cast<uint64_t>(result);
}

/* The number of a call that the kernel has not made, or restarts, and its second argument, also after it. */
inline long call_number(const ucontext_t *context)
{
    return static_cast<long>(context->uc_mcontext.regs[8]);
}

inline unsigned long second_argument(const ucontext_t *context)
{
    return context->uc_mcontext.regs[1];
}

/* What a thunk was given, for a thread between its system call and its `ret`; see thunk.S. */
inline unsigned request_in_thunk(const ucontext_t *context, bool)
{
    return static_cast<unsigned>(context->uc_mcontext.regs[15]);
}

/* Where a thread shows that is blocked in a system call, or is about to make it, before the window's end. */
inline constexpr uintptr_t call_to_end = 4;

/* True if the system-call instruction is at `pc` or right before it. */
inline bool is_at_system_call(uintptr_t pc)
{
    constexpr uint32_t instruction = 0xd4000001; /* svc #0 */
    const auto *code = reinterpret_cast<const unsigned char *>(pc);
    return memcmp(code, &instruction, sizeof instruction) == 0 ||
           memcmp(code - call_to_end, &instruction, sizeof instruction) == 0;
}

/* True if the thread is at the system call that ends at `end`, which the kernel has not made, or restarts. */
inline bool is_at_call(const ucontext_t *context, uintptr_t end)
{
    return program_counter(context) == end - call_to_end;
}

/* Has the thread go on behind that call. */
inline void skip_call(ucontext_t *context)
{
    context->uc_mcontext.pc += call_to_end;
}

/* Where a thread is that is blocked with this program counter and stack pointer: in no code but its own. */
inline bool leave_entries(uintptr_t &, uintptr_t)
{
    return true;
}

} // namespace safecancel

#endif
