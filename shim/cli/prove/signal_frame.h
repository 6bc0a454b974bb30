/* SPDX-License-Identifier: MIT */
/*
 * What a signal interrupted, read from the frame that the kernel has made.  The
 * unwinder needs it where the code that signal handlers return to has no CFI,
 * which libgcc and gdb know by its bytes.  One implementation a folder.
 */
#ifndef SAFECANCEL_PROVE_SIGNAL_FRAME_H
#define SAFECANCEL_PROVE_SIGNAL_FRAME_H

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <vector>

namespace safecancel::prove {

/* Registers by libunwind's numbers. */
using SavedRegisters = std::map<int, uint64_t>;

/* With `pc` and `stack` of a frame in `process`: what it will return to.  Empty if that is no signal's frame. */
SavedRegisters interrupted_registers(pid_t process, uint64_t pc, uint64_t stack);

/* All of them. */
extern const std::vector<int> saved_registers;

/* True if `pc` is in code that the unwinder knows nothing of: what 32-bit programs enter the kernel by. */
bool is_in_entry(pid_t process, uint64_t pc);

/* With the registers there: those of its caller. */
void leave_entry(pid_t process, SavedRegisters &registers);

} // namespace safecancel::prove

#endif
