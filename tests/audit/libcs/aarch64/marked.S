/* SPDX-License-Identifier: MIT */
/*
 * A libc of glibc <= 2.40 in small: the two functions that enable and disable,
 * the functions of the compiler's that they exchange by, plain points, a point
 * with branches, one that keeps the old type in its frame, one that has had the
 * thread pointer all along, and one that is none.  Read by the tests, never run.
 */
#define SC_WORD 0x618           /* before the thread pointer */

        .text

        .macro function name
        .globl  \name
        .type   \name, %function
        .balign 16
\name:
        .endm

        .macro end name
        .size   \name, . - \name
        .endm

/* mov, system call, and errors by a branch to the end and back, as gcc lays it out. */
        .macro plain_point name, number
        function \name
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        str     x19, [sp, #16]
        sxtw    x19, w0
        bl      sc_enable
        mov     w1, w0
        mov     x8, #\number
        mov     x0, x19
        svc     #0
        cmn     x0, #1, lsl #12
        b.hi    2f
        mov     w19, w0
1:      mov     w0, w1
        bl      sc_disable
        mov     w0, w19
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
2:      adrp    x2, sc_errno_offset
        ldr     x2, [x2, #:lo12:sc_errno_offset]
        mrs     x3, tpidr_el0
        neg     w0, w0
        mov     w19, #-1
        str     w0, [x3, x2]
        b       1b
        end     \name
        .endm

        .type   sc_enable, %function
        .balign 16
sc_enable:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x21, x22, [sp, #32]
        mrs     x21, tpidr_el0
        stp     x19, x20, [sp, #16]
        sub     x20, x21, #SC_WORD
        ldr     w19, [x20]
1:      orr     w1, w19, #2
        tbnz    w19, #1, 3f
        mov     x2, x20
        mov     w0, w19
        bl      sc_exchange
        mov     w1, w0
        cmp     w0, w19
        b.ne    4f
        mov     w1, #0x3b
        and     w19, w19, w1
        orr     w19, w19, #2
        cmp     w19, #0xa
        b.eq    5f
2:      ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x29, x30, [sp], #48
        ret
3:      mov     w0, w19
        b       2b
4:      mov     w19, w1
        b       1b
5:      mov     x0, #-1
        str     x0, [x21, #0x428]
        ldr     w19, [x20]
6:      mov     x2, x20
        orr     w1, w19, #0x10
        mov     w0, w19
        bl      sc_exchange
        cmp     w0, w19
        mov     w19, w0
        b.ne    6b
        bl      sc_unwind
        end     sc_enable

        .type   sc_disable, %function
        .balign 16
sc_disable:
        tbz     w0, #1, 1f
        ret
1:      stp     x29, x30, [sp, #-32]!
        mrs     x3, tpidr_el0
        sub     x3, x3, #SC_WORD
        ldr     w4, [x3]
2:      and     w1, w4, #0xfffffffd
        mov     x2, x3
        mov     w0, w4
        bl      sc_exchange
        cmp     w0, w4
        mov     w4, w0
        b.ne    2b
        ldp     x29, x30, [sp], #32
        ret
        end     sc_disable

        .type   sc_unwind, %function
sc_unwind:
        ret
        end     sc_unwind

/* As libgcc has it (lse.S). */
        .type   sc_exchange, %function
        .balign 16
sc_exchange:
        bti     c
        adrp    x16, sc_has_exchange
        ldrb    w16, [x16, #:lo12:sc_has_exchange]
        cbz     w16, 1f
        .inst   0x88e07c41      /* casa w0, w1, [x2] */
        ret
1:      mov     w16, w0
2:      ldaxr   w0, [x2]
        cmp     w0, w16
        b.ne    3f
        stxr    w17, w1, [x2]
        cbnz    w17, 2b
3:      ret
        end     sc_exchange

        plain_point fsync, 82
        plain_point msync, 227
        plain_point pause, 73
        plain_point close, 57
        plain_point read, 63

/* An error before the system call, as sem_timedwait of 2.31 has it: two windows. */
        function branches
        stp     x29, x30, [sp, #-16]!
        bl      sc_enable
        mov     w20, w0
        cmp     w21, #1
        b.ls    1f
        mov     w0, w20
        bl      sc_disable
        bl      sc_unwind
1:      cset    w1, ne
        mov     x8, #98
        mov     x2, #0
        and     w1, w1, w22
        svc     #0
        mov     x19, x0
        mov     w0, w20
        bl      sc_disable
        mov     x0, x19
        ldp     x29, x30, [sp], #16
        ret
        end     branches

/* The old type waits in the frame; the number comes from a register that was loaded before. */
        function in_frame
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        str     w0, [sp, #20]
        mov     w19, #101
        bl      sc_enable
        str     w0, [sp, #24]
        ldr     w0, [sp, #20]
        mov     w8, w19
        svc     #0
        mov     x2, x0
        str     x0, [sp, #32]
        ldr     w0, [sp, #24]
        bl      sc_disable
        ldr     x0, [sp, #32]
        ldp     x29, x30, [sp], #48
        ret
        end     in_frame

/* The thread pointer is in a register that calls keep: glibc 2.31. */
        function keeps_pointer
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mrs     x20, tpidr_el0
        bl      sc_enable
        mov     w1, w0
        mov     x8, #82
        svc     #0
        cmn     x0, #1, lsl #12
        b.hi    2f
        mov     w19, w0
1:      mov     w0, w1
        bl      sc_disable
        mov     w0, w19
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
2:      adrp    x2, sc_errno_offset
        ldr     x2, [x2, #:lo12:sc_errno_offset]
        neg     w0, w0
        mov     w19, #-1
        str     w0, [x20, x2]
        b       1b
        end     keeps_pointer

/* No point, though it enables: start_thread of 2.31 locks a mutex like this. */
        function locks
        stp     x29, x30, [sp, #-16]!
        bl      sc_enable
        mov     w19, w0
        mov     w1, #1
        mov     w0, #0
        mov     x2, x21
        bl      sc_exchange
        mov     w0, w19
        bl      sc_disable
        ldp     x29, x30, [sp], #16
        ret
        end     locks

        .data
        .type   sc_errno_offset, %object
        .balign 8
sc_errno_offset:
        .xword  0
        .size   sc_errno_offset, 8
        .type   sc_has_exchange, %object
sc_has_exchange:
        .byte   0
        .size   sc_has_exchange, 1

        .section .note.GNU-stack, "", %progbits
