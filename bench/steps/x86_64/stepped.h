/* SPDX-License-Identifier: MIT */
/* x86-64: where a traced thread is. */
#ifndef SAFECANCEL_BENCH_STEPPED_H
#define SAFECANCEL_BENCH_STEPPED_H

#include <stdint.h>
#include <sys/user.h>

static inline uintptr_t program_counter(const struct user_regs_struct *registers)
{
    return registers->rip;
}

static inline uintptr_t stack_pointer(const struct user_regs_struct *registers)
{
    return registers->rsp;
}

#endif
