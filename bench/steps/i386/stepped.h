/* SPDX-License-Identifier: MIT */
/* 32-bit x86: where a traced thread is. */
#ifndef SAFECANCEL_BENCH_STEPPED_H
#define SAFECANCEL_BENCH_STEPPED_H

#include <stdint.h>
#include <sys/user.h>

static inline uintptr_t program_counter(const struct user_regs_struct *registers)
{
    return (uintptr_t)registers->eip;
}

static inline uintptr_t stack_pointer(const struct user_regs_struct *registers)
{
    return (uintptr_t)registers->esp;
}

#endif
