/* SPDX-License-Identifier: MIT */
/*
 * What the C++ layers need to know of the architecture: a system call that
 * touches neither errno nor the PLT, and where things are.
 */
#ifndef SAFECANCEL_ASM_MACHINE_H
#define SAFECANCEL_ASM_MACHINE_H

#include <asm/unistd.h>
#include <stdint.h>

extern "C" void sc_signal_return(); /* exports.S */

namespace safecancel {

/* Enters the kernel; returns its result, errors as -errno.  Async-signal-safe. */
inline long raw_syscall(long number, long a1 = 0, long a2 = 0, long a3 = 0, long a4 = 0,
                        long a5 = 0, long a6 = 0)
{
    register long r10 asm("r10") = a4;
    register long r8 asm("r8") = a5;
    register long r9 asm("r9") = a6;
    long result;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a1), "S"(a2), "d"(a3), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
}

/* The address of the calling thread's struct pthread, which is its pthread_t. */
inline uintptr_t thread_pointer()
{
    uintptr_t self; /* at %fs:0, by the ABI; GCC 10 does not have __builtin_thread_pointer here */
    asm("movq %%fs:0, %0" : "=r"(self));
    return self;
}

/*
 * The cell from which the thunk loads the offset of `depth` from the thread
 * pointer.  Assemblers take the relocation in a `movq` only, so its address is
 * read out of such an instruction: the displacement is its last four bytes.
 */
inline uintptr_t depth_cell()
{
    uintptr_t behind, displacement;
    asm("movq sc_depth@gottpoff(%%rip), %0\n"
        "1:\tmovslq 1b-4(%%rip), %1\n"
        "\tleaq 1b(%%rip), %0"
        : "=&r"(behind), "=&r"(displacement));
    return behind + displacement;
}

/* The cell with the address of the kernel entry: there is none, it is an instruction. */
inline uintptr_t entry_cell()
{
    return 0;
}

/*
 * From a thread's struct pthread to where its thread pointer points, from where
 * sc_word_offset counts: the same place, so there is nothing to find out.
 */
inline constexpr uintptr_t head_distance()
{
    return 0;
}

inline void find_thread_head()
{
}

inline bool thread_head_fits(uintptr_t, uintptr_t)
{
    return true;
}

/* The smallest struct pthread of any supported glibc: 2.31's. */
inline constexpr uint32_t smallest_struct_pthread = 2304;

/* libc's select makes either system call, and names the one in its own code. */
inline constexpr bool select_may_be_select = true;

/* What libc gives preadv and its like as the upper half of an offset. */
inline long upper_half(long)
{
    return 0;
}

/* What signal 32's handler returns to; the kernel has to be told here. */
inline void (*own_signal_return())()
{
    return sc_signal_return;
}

/* Signal frames are known by their return address: they hold nothing else that is always there. */
inline constexpr uint32_t signal_frame_magic = 0;

/* Bytes of what a signal handler returns to: mov $__NR_rt_sigreturn, %rax; syscall. */
inline constexpr uintptr_t signal_return_size = 9;

/* A call that waits for a futex. */
inline constexpr bool is_futex(long number)
{
    return number == __NR_futex;
}

/* A register still tells the number when the call has been made. */
inline constexpr bool keeps_call_number = false;

/* The system call that maps memory, its offset counted in pages here or not. */
inline constexpr long own_mmap = __NR_mmap;

/* From glibc 2.34 on a thread is made by clone3, and by clone only where there is none. */
inline constexpr int first_libc_with_clone3 = 34;

} // namespace safecancel

#endif
