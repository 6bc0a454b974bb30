/* SPDX-License-Identifier: MIT */
/*
 * Layer: handler and pthread_cancel.  Looking through a stack; see stack.h.
 *
 * Another thread may go on, end, and have its stack unmapped while it is looked
 * through, and what lies behind a handler's own stack is anybody's.  So the
 * kernel copies it, and says so when there is nothing.  process_vm_readv would
 * need no descriptor, but filters that end the process forbid it.
 */
#include "stack.h"

#include <errno.h>
#include <fcntl.h>

#include "act.h"
#include "config.h"
#include "filter.h"
#include "machine.h"
#include "unwrapped.h"

namespace safecancel {

constinit SignalRestorer libc_restorer = nullptr;

namespace {

/* More of a stack than handlers on top of a point are deep. */
constexpr uintptr_t stack_limit = 256 * 1024;

/* How much is copied at a time, on the stack of somebody who may have little of it. */
constexpr uintptr_t part = 1024;

/*
 * What every signal frame holds: its magic number where it has one, else the
 * address that handlers return to, libc's or the kernel's where libc leaves it to that.
 */
bool is_of_signal_frame(uintptr_t word)
{
    if constexpr (signal_frame_magic != 0)
        return static_cast<uint32_t>(word) == signal_frame_magic;
    return word != 0 && (word == reinterpret_cast<uintptr_t>(libc_restorer) ||
                         word == sc_config.restorers[0] || word == sc_config.restorers[1]);
}

bool contains_frame(const uintptr_t *words, uintptr_t size)
{
    for (uintptr_t i = 0; i < size / sizeof *words; ++i)
        if (is_of_signal_frame(words[i]))
            return true;
    return false;
}

long open_memory()
{
    return own_calls_are_allowed() ? raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/mem"),
                                                 O_RDONLY | O_CLOEXEC)
                                   : -EPERM;
}

long read_memory(long memory, uintptr_t *words, uintptr_t size, uintptr_t address)
{
    return raw_syscall(__NR_pread64, memory, reinterpret_cast<long>(words), static_cast<long>(size),
                       static_cast<long>(address), 0); /* on 32-bit systems the offset is two arguments */
}

/*
 * The file holds this process's memory where the process has it.  Under what
 * runs programs of another processor (qemu-user) that may lie elsewhere, and
 * the file is then of the memory of the two together.
 */
bool is_our_memory(long memory)
{
    const volatile uintptr_t known = ~reinterpret_cast<uintptr_t>(&memory);
    uintptr_t read = 0;
    return read_memory(memory, &read, sizeof read, reinterpret_cast<uintptr_t>(&known)) == sizeof read &&
           read == known;
}

/* What is found in [stack, limit) as far as memory goes; `otherwise` if that is further, and nothing is. */
bool look_through(long memory, uintptr_t stack, uintptr_t limit, bool otherwise)
{
    uintptr_t words[part / sizeof(uintptr_t)];
    while (stack < limit) {
        const uintptr_t wanted = limit - stack < part ? limit - stack : part;
        const long size = read_memory(memory, words, wanted, stack);
        if (size == -EIO)
            return false; /* the mapping ends here */
        if (size <= 0 || contains_frame(words, static_cast<uintptr_t>(size)))
            return true;
        stack += static_cast<uintptr_t>(size);
    }
    return otherwise;
}

} // namespace

bool is_at_signal_return(uintptr_t pc)
{
    const uintptr_t returns[] = {reinterpret_cast<uintptr_t>(libc_restorer), sc_config.restorers[0],
                                 sc_config.restorers[1]};
    for (const uintptr_t begin : returns)
        if (begin != 0 && pc - begin < signal_return_size)
            return true;
    return false;
}

bool may_have_signal_frame(uintptr_t stack, uintptr_t thread)
{
    stack &= ~(sizeof stack - 1);
    const bool ends_at_thread = stack < thread && thread - stack <= stack_limit;
    const uintptr_t limit = ends_at_thread ? thread : stack + stack_limit;
    const long memory = open_memory();
    if (memory < 0)
        return true;
    const bool found = !is_our_memory(memory) || look_through(memory, stack, limit, !ends_at_thread);
    raw_syscall(__NR_close, memory);
    return found;
}

bool read_word(uintptr_t address, uintptr_t &word)
{
    const long memory = open_memory();
    if (memory < 0)
        return false;
    const bool read = is_our_memory(memory) && read_memory(memory, &word, sizeof word, address) == sizeof word;
    raw_syscall(__NR_close, memory);
    return read;
}

} // namespace safecancel
