/* SPDX-License-Identifier: MIT */
/* x86-64: stepping a thread through its own code by the trap flag. */
#ifndef SAFECANCEL_TESTS_RACE_STEPPING_H
#define SAFECANCEL_TESTS_RACE_STEPPING_H

#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { trap_flag = 0x100 };

static inline int is_left_to_libc(const char *point)
{
    (void)point;
    return 0;
}

static inline void *instruction(const ucontext_t *context)
{
    return (void *)context->uc_mcontext.gregs[REG_RIP];
}

/* The flag stays set from step to step: nothing has to be done for the next one. */
static inline int begin_step(ucontext_t *context, int blocks)
{
    (void)context;
    (void)blocks;
    return 1;
}

static inline void go_on_stepping(ucontext_t *context, int blocks)
{
    (void)context;
    (void)blocks;
}

static inline void stop_stepping(ucontext_t *context)
{
    context->uc_mcontext.gregs[REG_EFL] &= ~trap_flag;
}

/*
 * The processor steps over a system call *and* the instruction behind it.  The
 * latter is the one where results are lost, so the handler makes the call in
 * the thread's name, as the processor would have left it.
 */
static int make_system_call(ucontext_t *context)
{
    greg_t *registers = context->uc_mcontext.gregs;
    const unsigned char *code = (const unsigned char *)registers[REG_RIP];
    if (code[0] != 0x0f || code[1] != 0x05)
        return 0;
    register long r10 __asm__("r10") = registers[REG_R10];
    register long r8 __asm__("r8") = registers[REG_R8];
    register long r9 __asm__("r9") = registers[REG_R9];
    long value;
    __asm__ volatile("syscall"
                     : "=a"(value)
                     : "a"(registers[REG_RAX]), "D"(registers[REG_RDI]), "S"(registers[REG_RSI]),
                       "d"(registers[REG_RDX]), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    registers[REG_RAX] = value;
    registers[REG_RIP] += 2;
    registers[REG_RCX] = registers[REG_RIP];
    registers[REG_R11] = registers[REG_EFL] & ~trap_flag;
    return 1;
}

static inline __attribute__((always_inline)) void set_trap_flag(void)
{
    __asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
}

#endif
