/* SPDX-License-Identifier: MIT */
/* A stopped thread's program counter, to be taken back to before a breakpoint. */
#ifndef SAFECANCEL_COMPARE_PROGRAM_COUNTER_H
#define SAFECANCEL_COMPARE_PROGRAM_COUNTER_H

#include <type_traits>

#include "breakpoint.h" /* <processor>/breakpoint.h */

namespace safecancel::compare {

class ProgramCounter {
public:
    explicit ProgramCounter(pid_t thread) : thread_(thread) { known_ = read_registers(thread, registers_); }

    /* The thread has come to the breakpoint at `address`. */
    bool is_behind_breakpoint(unsigned long address) const
    {
        return known_ && static_cast<unsigned long>(registers_.*program_counter) == address + breakpoint_size;
    }

    void set(unsigned long address)
    {
        using Register = std::remove_reference_t<decltype(registers_.*program_counter)>;
        registers_.*program_counter = static_cast<Register>(address);
        write_registers(thread_, registers_);
    }

private:
    pid_t thread_;
    bool known_;
    user_regs_struct registers_ = {};
};

} // namespace safecancel::compare

#endif
