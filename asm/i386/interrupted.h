/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: the registers of an interrupted thread, as a signal handler finds
 * and leaves them.
 *
 * A system call is a call of code outside of the window (kernel_entry.h).  A
 * thread in there is where its return address says: inside the call until the
 * kernel has done something, behind it afterwards.  So to those who ask, a
 * system call is one instruction here too.
 */
#ifndef SAFECANCEL_ASM_INTERRUPTED_H
#define SAFECANCEL_ASM_INTERRUPTED_H

#include <stdint.h>
#include <string.h>
#include <ucontext.h>

#include "config.h"

namespace safecancel {

/* A thread as it is, or as it would be without the kernel entry that it is in. */
struct Interrupted {
    uintptr_t pc, stack, frame; /* %eip, %esp, %ebp */
};

/* Where a thread shows that is blocked in a system call, or is about to make it, before the window's end. */
inline constexpr uintptr_t call_to_end = 1;

/*
 * The interrupted thread, out of all entries that it is in; interrupted.cpp in shim/i386.
 * Not returned by value: the function would pop the address of the result, and a
 * debugger that unwinds from its return by the instruction before is off by that.
 */
void find_outside_of_entries(const ucontext_t *context, Interrupted &thread);

/* Where the thread was interrupted. */
inline uintptr_t program_counter(const ucontext_t *context)
{
    Interrupted thread;
    find_outside_of_entries(context, thread);
    return thread.pc;
}

inline uintptr_t stack_pointer(const ucontext_t *context)
{
    return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_ESP]);
}

/*
 * Has the thread go on at `pc`, from where it was interrupted in the thunk's
 * window: %esp and %ebp as they were at the call.
 */
inline void leave_window(ucontext_t *context, uintptr_t pc)
{
    Interrupted thread;
    find_outside_of_entries(context, thread);
    greg_t *registers = context->uc_mcontext.gregs;
    registers[REG_EIP] = static_cast<greg_t>(pc);
    registers[REG_ESP] = static_cast<greg_t>(thread.stack);
    registers[REG_EBP] = static_cast<greg_t>(thread.frame);
}

/* What a system call just returned, if the program counter is right behind one. */
inline long call_result(const ucontext_t *context)
{
    return context->uc_mcontext.gregs[REG_EAX];
}

inline void set_call_result(ucontext_t *context, long result)
{
    context->uc_mcontext.gregs[REG_EAX] = static_cast<greg_t>(result);
}

/* The number of a call that the kernel has not made, or restarts, and its second argument, also after it. */
inline long call_number(const ucontext_t *context)
{
    return context->uc_mcontext.gregs[REG_EAX];
}

inline unsigned long second_argument(const ucontext_t *context)
{
    return static_cast<unsigned long>(context->uc_mcontext.gregs[REG_ECX]);
}

/*
 * What a thunk was given, for a thread between its system call and its `ret`; see
 * thunk.S.  `loaded`: past the instruction that takes it out of the frame.
 */
inline unsigned request_in_thunk(const ucontext_t *context, bool loaded)
{
    if (loaded)
        return static_cast<unsigned>(context->uc_mcontext.gregs[REG_EDX]);
    Interrupted thread;
    find_outside_of_entries(context, thread);
    return *reinterpret_cast<const uint32_t *>(thread.stack + SC_REQUEST);
}

/* True if `pc` is at, in or right behind a system call: `int $0x80`, or libc's `call *%gs:0x10`. */
inline bool is_at_system_call(uintptr_t pc)
{
    constexpr unsigned char trap[] = {0xcd, 0x80};
    constexpr unsigned char call[] = {0x65, 0xff, 0x15, 0x10, 0, 0, 0};
    const auto *code = reinterpret_cast<const unsigned char *>(pc);
    return memcmp(code, trap, sizeof trap) == 0 ||
           memcmp(code - sizeof trap, trap, sizeof trap) == 0 ||
           memcmp(code, call, sizeof call) == 0 ||
           memcmp(code - sizeof call, call, sizeof call) == 0 ||
           memcmp(code + call_to_end - sizeof call, call, sizeof call) == 0;
}

/*
 * True if the thread is at the `int $0x80` of the system call that ends at `end`,
 * which the kernel has not made, or restarts: libc's own, or that of an entry.
 */
bool is_at_call(const ucontext_t *context, uintptr_t end);

/*
 * Has the thread go on behind that instruction: the entries it is in give the
 * caller's registers back themselves.
 */
inline void skip_call(ucontext_t *context)
{
    context->uc_mcontext.gregs[REG_EIP] += 2;
}

/*
 * Where a thread is that is blocked with this program counter and stack pointer:
 * behind the call of the entry it is in.  False if its stack cannot be read.
 */
bool leave_entries(uintptr_t &pc, uintptr_t stack);

} // namespace safecancel

#endif
