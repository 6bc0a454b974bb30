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

namespace safecancel::prove {

/* Registers by libunwind's numbers. */
using SavedRegisters = std::map<int, uint64_t>;

/* With `pc` and `stack` of a frame in `process`: what it will return to.  Empty if that is no signal's frame. */
SavedRegisters interrupted_registers(pid_t process, uint64_t pc, uint64_t stack);

} // namespace safecancel::prove

#endif
