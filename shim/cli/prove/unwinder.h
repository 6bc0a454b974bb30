/* SPDX-License-Identifier: MIT */
/*
 * Unwinds the stack of a stopped thread from outside, by its objects' .eh_frame
 * (libunwind-ptrace).  One for each stage: it remembers what stands at an
 * address that is not on a stack.
 */
#ifndef SAFECANCEL_PROVE_UNWINDER_H
#define SAFECANCEL_PROVE_UNWINDER_H

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace safecancel::prove {

class Unwinder {
public:
    using Pages = std::map<uint64_t, std::vector<uint8_t>>;

    Unwinder();
    ~Unwinder();
    Unwinder(const Unwinder &) = delete;
    Unwinder &operator=(const Unwinder &) = delete;

    /* Empty if the frames lead from here to the function that begins at `function`; else what they lead to. */
    std::string problem(pid_t thread, uint64_t function);

private:
    void *space_;
    Pages pages_;
    std::unique_ptr<void, void (*)(void *)> traced_; /* libunwind's knowledge of the last thread */
};

} // namespace safecancel::prove

#endif
