/* SPDX-License-Identifier: MIT */
/* The memory of another process, and the preloaded object in it; whatever is there is somebody else's. */
#ifndef SAFECANCEL_STATS_PROCESS_MEMORY_H
#define SAFECANCEL_STATS_PROCESS_MEMORY_H

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace safecancel::tool {

class ProcessMemory {
public:
    /* Opens /proc/PID/mem; `error()` is an errno value then, or 0. */
    explicit ProcessMemory(pid_t pid);
    ~ProcessMemory();
    ProcessMemory(const ProcessMemory &) = delete;
    ProcessMemory &operator=(const ProcessMemory &) = delete;

    int error() const { return error_; }

    /* False if not all of it is there. */
    bool read(uint64_t address, void *place, size_t size) const;

private:
    int fd_;
    int error_;
};

/*
 * The address of `symbol` in the object that is mapped from its beginning at `base`,
 * if that is an ELF object, of either class, named `soname`.
 */
std::optional<uint64_t> find_in_memory(const ProcessMemory &memory, uint64_t base, const std::string &soname,
                                       const std::string &symbol);

} // namespace safecancel::tool

#endif
