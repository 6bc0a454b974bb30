/* SPDX-License-Identifier: MIT */
/*
 * A libc of glibc >= 2.41 in small: plain points that all go through
 * __syscall_cancel and its two inner functions.  Read by the tests, never run.
 */
        .text

        .macro function name
        .type   \name, %function
        .balign 16
\name:
        .endm

        .macro end name
        .size   \name, . - \name
        .endm

        .macro plain_point name, number
        .globl  \name
        function \name
        hint    #25
        stp     x29, x30, [sp, #-16]!
        mov     x6, #\number
        mov     x5, #0
        mov     x29, sp
        bl      sc_syscall_cancel
        ldp     x29, x30, [sp], #16
        hint    #29
        ret
        end     \name
        .endm

        function sc_act
        bl      sc_act
        end     sc_act

        .globl  sc_internal, sc_plain, sc_plain_end
        function sc_internal
        stp     x29, x30, [sp, #-32]!
        mov     x8, x6
        str     x19, [sp, #16]
        mrs     x19, tpidr_el0
        sub     x19, x19, #0x618
        ldr     w6, [x19]
        tbnz    w6, #0, 1f
        tbnz    w6, #4, 1f
        mov     x1, x8
        mov     x0, x19
        bl      sc_arch
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
1:      nop
sc_plain:
        svc     #0
sc_plain_end:
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
        end     sc_internal

        .globl  sc_syscall_cancel
        function sc_syscall_cancel
        stp     x29, x30, [sp, #-16]!
        bl      sc_internal
        ldp     x29, x30, [sp], #16
        ret
        end     sc_syscall_cancel

        .globl  sc_arch, sc_arch_end
        function sc_arch
        bti     c
        ldr     w0, [x0]
        tbnz    w0, #3, 1f
        mov     x8, x1
        mov     x0, x2
        mov     x1, x3
        mov     x2, x4
        mov     x3, x5
        mov     x4, x6
        mov     x5, x7
        svc     #0
sc_arch_end:
        ret
1:      b       sc_act
        end     sc_arch

        plain_point fsync, 82
        plain_point msync, 227
        plain_point pause, 73

        .section .note.GNU-stack, "", %progbits
