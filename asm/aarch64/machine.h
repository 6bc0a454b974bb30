/* SPDX-License-Identifier: MIT */
/*
 * What the C++ layers need to know of the architecture: a system call that
 * touches neither errno nor the PLT, and where things are.
 */
#ifndef SAFECANCEL_ASM_MACHINE_H
#define SAFECANCEL_ASM_MACHINE_H

#include <asm/unistd.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

extern "C" uintptr_t sc_head_distance; /* exports.S */

namespace safecancel {

/* Enters the kernel; returns its result, errors as -errno.  Async-signal-safe. */
inline long raw_syscall(long number, long a1 = 0, long a2 = 0, long a3 = 0, long a4 = 0,
                        long a5 = 0, long a6 = 0)
{
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = a1;
    register long x1 asm("x1") = a2;
    register long x2 asm("x2") = a3;
    register long x3 asm("x3") = a4;
    register long x4 asm("x4") = a5;
    register long x5 asm("x5") = a6;
    asm volatile("svc #0"
                 : "+r"(x0)
                 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                 : "memory");
    return x0;
}

/* The thread pointer itself: where struct pthread ends and the static TLS begins. */
inline uintptr_t thread_register()
{
    uintptr_t head;
    asm("mrs %0, tpidr_el0" : "=r"(head));
    return head;
}

/*
 * From a thread's struct pthread to where its thread pointer points, from where
 * sc_word_offset counts.  The size of struct pthread, so it is the same in every
 * thread; 0 until find_thread_head().
 */
inline uintptr_t head_distance()
{
    return sc_head_distance;
}

inline void find_thread_head()
{
    sc_head_distance = thread_register() - pthread_self();
}

/* What find_thread_head() found fits a struct pthread of `size` bytes at least, and `limit` at most. */
inline bool thread_head_fits(uintptr_t size, uintptr_t limit)
{
    return sc_head_distance >= size && sc_head_distance <= limit && sc_head_distance % 8 == 0;
}

/* The address of the calling thread's struct pthread, which is its pthread_t. */
inline uintptr_t thread_pointer()
{
    return thread_register() - sc_head_distance;
}

/*
 * The cell from which the thunk loads the offset of `depth` from the thread
 * pointer.  No instruction tells its address, so it is read out of the load:
 * the distance is in bits 5 to 23, in words.
 */
inline uintptr_t depth_cell()
{
    uintptr_t load, loaded;
    int32_t instruction;
    asm("adr %0, 1f\n"
        "1:\tldr %1, :gottprel:sc_depth"
        : "=&r"(load), "=r"(loaded));
    memcpy(&instruction, reinterpret_cast<const void *>(load), sizeof instruction);
    const int32_t words = static_cast<int32_t>(static_cast<uint32_t>(instruction) << 8) >> 13;
    return load + static_cast<uintptr_t>(int64_t{words} * 4);
}

/* The cell with the address of the kernel entry: there is none, it is an instruction. */
inline uintptr_t entry_cell()
{
    return 0;
}

/* The smallest struct pthread of any supported glibc: 2.31's. */
inline constexpr uint32_t smallest_struct_pthread = 1792;

/* There is no system call of that name: libc's select makes pselect6. */
inline constexpr bool select_may_be_select = false;

/* What libc gives preadv and its like as the upper half of an offset; the kernel has all of it in the other. */
inline long upper_half(long offset)
{
    return static_cast<long>(static_cast<unsigned long>(offset) >> 32);
}

/* What signal 32's handler returns to: the kernel's own, which every unwinder knows. */
inline void (*own_signal_return())()
{
    return nullptr;
}

/* Bytes of what signal handlers return to: mov x8, #__NR_rt_sigreturn; svc #0. */
inline constexpr uintptr_t signal_return_size = 8;

/*
 * The first word of the record of vector registers, which the kernel puts into
 * every signal frame: handlers find their way back by a register, so a frame's
 * return address may be nowhere on the stack.  On a multiple of 8.
 */
inline constexpr uint32_t signal_frame_magic = 0x46508001; /* FPSIMD_MAGIC */

/* A call that waits for a futex. */
inline constexpr bool is_futex(long number)
{
    return number == __NR_futex;
}

/* A register still tells the number when the call has been made. */
inline constexpr bool keeps_call_number = true;

/* The system call that maps memory, its offset counted in pages here or not. */
inline constexpr long own_mmap = __NR_mmap;

/* From glibc 2.38 on a thread is made by clone3, and by clone only where there is none. */
inline constexpr int first_libc_with_clone3 = 38;

} // namespace safecancel

#endif
