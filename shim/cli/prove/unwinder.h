/* SPDX-License-Identifier: MIT */
/* Unwinds the stack of a stopped thread from outside, by its objects' .eh_frame (libunwind-ptrace). */
#ifndef SAFECANCEL_PROVE_UNWINDER_H
#define SAFECANCEL_PROVE_UNWINDER_H

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace safecancel::prove {

class Unwinder {
public:
    Unwinder();
    ~Unwinder();
    Unwinder(const Unwinder &) = delete;
    Unwinder &operator=(const Unwinder &) = delete;

    /* Empty if the frames lead from here to the function that begins at `function`; else what they lead to. */
    std::string problem(pid_t thread, uint64_t function);

private:
    void *space_;
};

} // namespace safecancel::prove

#endif
