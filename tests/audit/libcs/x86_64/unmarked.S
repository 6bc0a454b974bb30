/* SPDX-License-Identifier: MIT */
/*
 * A libc of glibc >= 2.41 in small: plain points that all go through
 * __syscall_cancel and its two inner functions.  Read by the tests, never run.
 */
        .text

        .macro function name
        .type   \name, @function
        .balign 16
\name:
        .endm

        .macro end name
        .size   \name, . - \name
        .endm

        .macro plain_point name, number
        .globl  \name
        function \name
        subq    $0x10, %rsp
        xorl    %r9d, %r9d
        pushq   $\number
        xorl    %ecx, %ecx
        call    sc_syscall_cancel
        addq    $0x18, %rsp
        ret
        end     \name
        .endm

        function sc_act
        call    sc_act
        end     sc_act

        .globl  sc_internal, sc_plain, sc_plain_end
        function sc_internal
        pushq   %rbx
        movq    %fs:0x10, %rbx
        movl    0x308(%rbx), %eax
        testb   $0x1, %al
        jne     1f
        testb   $0x10, %al
        jne     1f
        leaq    0x308(%rbx), %r11
        movq    %r11, %rdi
        call    sc_arch
        popq    %rbx
        ret
1:      movq    0x10(%rsp), %rax
sc_plain:
        syscall
sc_plain_end:
        popq    %rbx
        ret
        end     sc_internal

        .globl  sc_syscall_cancel
        function sc_syscall_cancel
        subq    $0x10, %rsp
        call    sc_internal
        addq    $0x10, %rsp
        ret
        end     sc_syscall_cancel

        .globl  sc_arch, sc_arch_end
        function sc_arch
        movl    (%rdi), %eax
        testb   $0x8, (%rdi)
        jne     sc_act
        movq    %rdi, %r11
        movq    %rsi, %rax
        movq    %rdx, %rdi
        movq    0x8(%rsp), %r8
        movq    0x10(%rsp), %r9
        movq    %r11, 0x8(%rsp)
        syscall
sc_arch_end:
        ret
        end     sc_arch

        plain_point fsync, 74
        plain_point msync, 26
        plain_point pause, 34

        .section .note.GNU-stack, "", @progbits
