/* SPDX-License-Identifier: MIT */
/* 32-bit x86: stepping a thread through its own code by the trap flag. */
#ifndef SAFECANCEL_TESTS_RACE_STEPPING_H
#define SAFECANCEL_TESTS_RACE_STEPPING_H

#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { trap_flag = 0x100 };

/* Before 2.34 libc gives the kernel times of 64 bits first, in calls of its own: shim/points.def, SC_TIMED. */
static inline int is_left_to_libc(const char *point)
{
    return atoi(strchr(gnu_get_libc_version(), '.') + 1) < 34 &&
           (strcmp(point, "select") == 0 || strcmp(point, "sigwait") == 0);
}

static inline void *instruction(const ucontext_t *context)
{
    return (void *)context->uc_mcontext.gregs[REG_EIP];
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
 * the thread's name, as the kernel would have left it: behind the `int $0x80`,
 * also if the vDSO was about to enter by a fast instruction.  Before that it
 * has put the second argument (syscall) or the stack pointer (sysenter) in
 * %ebp, and the sixth argument is on the stack.
 */
static int make_system_call(ucontext_t *context)
{
    greg_t *registers = context->uc_mcontext.gregs;
    const unsigned char *code = (const unsigned char *)registers[REG_EIP];
    const int trap = code[0] == 0xcd && code[1] == 0x80;
    const int amd = code[0] == 0x0f && code[1] == 0x05, intel = code[0] == 0x0f && code[1] == 0x34;
    if (!trap && !amd && !intel)
        return 0;
    const long sixth = trap ? registers[REG_EBP] : *(const long *)registers[REG_ESP];
    const long second = amd ? registers[REG_EBP] : registers[REG_ECX];
    struct {
        long first, sixth;
    } pair = {registers[REG_EBX], sixth};
    long value = registers[REG_EAX];
    __asm__ volatile("pushl %%ebx\n\tpushl %%ebp\n\t"
                     "movl 4(%%ebx), %%ebp\n\tmovl (%%ebx), %%ebx\n\t"
                     "int $0x80\n\t"
                     "popl %%ebp\n\tpopl %%ebx"
                     : "+a"(value)
                     : "b"(&pair), "c"(second), "d"(registers[REG_EDX]), "S"(registers[REG_ESI]),
                       "D"(registers[REG_EDI])
                     : "memory", "cc");
    registers[REG_EAX] = value;
    registers[REG_EIP] += trap ? 2 : 4;
    return 1;
}

static inline __attribute__((always_inline)) void set_trap_flag(void)
{
    __asm__ volatile("pushfl\n\torl $0x100, (%%esp)\n\tpopfl" ::: "memory", "cc");
}

#endif
