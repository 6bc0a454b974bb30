/* SPDX-License-Identifier: MIT */
/*
 * What the C++ layers need to know of the architecture: a system call that
 * touches neither errno nor the PLT, and where things are.
 */
#ifndef SAFECANCEL_ASM_MACHINE_H
#define SAFECANCEL_ASM_MACHINE_H

#include <asm/unistd.h>
#include <stdint.h>

extern "C" {
/* system_call.S; a function, because a sixth argument takes %ebp from the compiler. */
long sc_system_call(long number, long a1, long a2, long a3, long a4, long a5, long a6);

extern uintptr_t sc_depth_offset; /* of `depth` from the thread pointer; the thunk reads it */
extern uintptr_t sc_entry;        /* by which the thunk enters the kernel */
extern const unsigned char sc_int80[];
void sc_signal_return(); /* exports.S */
}

namespace safecancel {

/* Enters the kernel; returns its result, errors as -errno.  Async-signal-safe. */
inline long raw_syscall(long number, long a1 = 0, long a2 = 0, long a3 = 0, long a4 = 0,
                        long a5 = 0, long a6 = 0)
{
    return sc_system_call(number, a1, a2, a3, a4, a5, a6);
}

/* The address of the calling thread's struct pthread, which is its pthread_t. */
inline uintptr_t thread_pointer()
{
    uintptr_t self; /* at %gs:0, by the ABI */
    asm("movl %%gs:0, %0" : "=r"(self));
    return self;
}

/* By what libc enters the kernel, in every thread's head (glibc's tcbhead_t, sysinfo). */
inline uintptr_t libc_entry()
{
    uintptr_t entry;
    asm("movl %%gs:0x10, %0" : "=r"(entry));
    return entry;
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
inline constexpr uint32_t smallest_struct_pthread = 1152;

/* The cell from which the thunk loads the offset of `depth` from the thread pointer. */
inline uintptr_t depth_cell()
{
    return reinterpret_cast<uintptr_t>(&sc_depth_offset);
}

/* The cell with the address of the kernel entry. */
inline uintptr_t entry_cell()
{
    return reinterpret_cast<uintptr_t>(&sc_entry);
}

/* A libc whose select makes the system call of that name has the row to itself (calls.def, SC_TIMED). */
inline constexpr bool select_may_be_select = false;

/* What signal 32's handler returns to; the kernel has to be told here, if there is no vDSO. */
inline void (*own_signal_return())()
{
    return sc_signal_return;
}

/* Signal frames are known by their return address: they hold nothing else that is always there. */
inline constexpr uint32_t signal_frame_magic = 0;

/* Bytes of what signal handlers return to, at most: pop %eax; mov $__NR_sigreturn, %eax; int $0x80. */
inline constexpr uintptr_t signal_return_size = 8;

/* A call that waits for a futex. */
inline constexpr bool is_futex(long number)
{
    return number == __NR_futex || number == __NR_futex_time64;
}

/* A register still tells the number when the call has been made. */
inline constexpr bool keeps_call_number = false;

/* The system call that maps memory, its offset counted in pages here or not. */
inline constexpr long own_mmap = __NR_mmap2;

/* From glibc 2.36 on a thread is made by clone3, and by clone only where there is none. */
inline constexpr int first_libc_with_clone3 = 36;

} // namespace safecancel

#endif
