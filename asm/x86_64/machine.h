/* SPDX-License-Identifier: MIT */
/*
 * What the C++ layers need to know of the architecture: a system call that
 * touches neither errno nor the PLT, and the registers a signal handler reads.
 */
#ifndef SAFECANCEL_ASM_MACHINE_H
#define SAFECANCEL_ASM_MACHINE_H

#include <asm/unistd.h>
#include <stdint.h>
#include <ucontext.h>

namespace safecancel {

/* Enters the kernel; returns its result, errors as -errno.  Async-signal-safe. */
inline long raw_syscall(long number, long a1 = 0, long a2 = 0, long a3 = 0, long a4 = 0,
                        long a5 = 0, long a6 = 0)
{
    register long r10 asm("r10") = a4;
    register long r8 asm("r8") = a5;
    register long r9 asm("r9") = a6;
    long result;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a1), "S"(a2), "d"(a3), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
}

/* The address of the calling thread's struct pthread, which is its pthread_t. */
inline uintptr_t thread_pointer()
{
    uintptr_t self; /* at %fs:0, by the ABI; GCC 10 does not have __builtin_thread_pointer here */
    asm("movq %%fs:0, %0" : "=r"(self));
    return self;
}

inline uintptr_t program_counter(const ucontext_t *context)
{
    return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
}

inline uintptr_t stack_pointer(const ucontext_t *context)
{
    return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RSP]);
}

inline void set_program_counter(ucontext_t *context, uintptr_t pc)
{
    context->uc_mcontext.gregs[REG_RIP] = static_cast<greg_t>(pc);
}

/* What a system call just returned, if the program counter is right behind one. */
inline long call_result(const ucontext_t *context)
{
    return static_cast<long>(context->uc_mcontext.gregs[REG_RAX]);
}

/*
 * The cell from which the thunk loads the offset of `depth` from the thread
 * pointer.  Assemblers take the relocation in a `movq` only, so its address is
 * read out of such an instruction: the displacement is its last four bytes.
 */
inline uintptr_t depth_cell()
{
    uintptr_t behind, displacement;
    asm("movq sc_depth@gottpoff(%%rip), %0\n"
        "1:\tmovslq 1b-4(%%rip), %1\n"
        "\tleaq 1b(%%rip), %0"
        : "=&r"(behind), "=&r"(displacement));
    return behind + displacement;
}

/* True if the system-call instruction is at `pc` or right before it. */
inline bool is_at_system_call(uintptr_t pc)
{
    constexpr uint16_t instruction = 0x050f;
    const auto *code = reinterpret_cast<const unsigned char *>(pc);
    return __builtin_memcmp(code, &instruction, sizeof instruction) == 0 ||
           __builtin_memcmp(code - 2, &instruction, sizeof instruction) == 0;
}

/* Bytes of the system-call instruction, which ends at a window's end. */
inline constexpr uintptr_t syscall_instruction_size = 2;

/* Bytes of what a signal handler returns to: mov $__NR_rt_sigreturn, %rax; syscall. */
inline constexpr uintptr_t signal_return_size = 9;

} // namespace safecancel

#endif
