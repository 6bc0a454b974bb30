/* SPDX-License-Identifier: MIT */
/* What differs by processor: a stopped thread's registers and breakpoints; one implementation a folder. */
#ifndef SAFECANCEL_PROVE_PROCESSOR_H
#define SAFECANCEL_PROVE_PROCESSOR_H

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace safecancel::prove {

/*
 * A handler that sends its thread elsewhere changes so many registers of its
 * context, one after the other; until the last one the stack does not unwind.
 */
extern const unsigned context_changes;

/* For cs_open. */
extern const int capstone_processor, capstone_mode;

struct Registers {
    uint64_t pc;
    uint64_t stack;
};
Registers registers(pid_t thread);

/* At a function's first instruction: where its return address is kept, on the stack. */
uint64_t return_address_slot(const Registers &at_entry);

/*
 * Stops the thread before it executes the instruction at `address`; 0 takes the
 * breakpoint away.  A debug register, so the code stays as it is.  False where
 * the processor or the machine monitor has none.
 */
bool set_breakpoint(pid_t thread, uint64_t address);

/* The instruction enters the kernel. */
bool is_system_call(const uint8_t *code, size_t size);

/* It does, and the kernel does not return right behind it. */
bool returns_elsewhere(const uint8_t *code, size_t size);

/* It may be executed several times without the program counter moving on, and is one instruction. */
bool is_repeated(const uint8_t *code, size_t size);

} // namespace safecancel::prove

#endif
