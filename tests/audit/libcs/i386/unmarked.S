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
        subl    $0x10, %esp
        pushl   $\number
        pushl   $0
        pushl   $0
        pushl   $0
        pushl   $0
        pushl   $0
        pushl   0x2c(%esp)
        call    sc_syscall_cancel
        addl    $0x2c, %esp
        ret
        end     \name
        .endm

        function sc_act
        call    sc_act
        end     sc_act

        function sc_place
        movl    (%esp), %ebx
        ret
        end     sc_place

        .globl  sc_six
        function sc_six
        pushl   %ebx
        movl    (%edi), %ebx
        call    *%gs:0x10
        popl    %ebx
        ret
        end     sc_six

/* The system call is made here where nobody can cancel: by the helper. */
        .globl  sc_internal, sc_plain, sc_plain_end
        function sc_internal
        pushl   %ebx
        movl    %gs:0x8, %ebx
        movl    0x80(%ebx), %eax
        testb   $0x1, %al
        jne     1f
        testb   $0x10, %al
        jne     1f
        leal    0x80(%ebx), %ecx
        pushl   0x20(%esp)
        pushl   %ecx
        call    sc_arch
        addl    $0x8, %esp
        popl    %ebx
        ret
1:      movl    0x8(%esp), %eax
        movl    %esp, %edi
sc_plain:
        call    sc_six
sc_plain_end:
        movl    0xc(%esp), %edx
        subl    %gs:0x14, %edx
        jne     2f
        popl    %ebx
        ret
2:      call    sc_act
        end     sc_internal

        .globl  sc_syscall_cancel
        function sc_syscall_cancel
        pushl   %ebx
        call    sc_place
        addl    $0x1a521e, %ebx
        subl    $0xc, %esp
        pushl   0x2c(%esp)
        call    sc_internal
        addl    $0x18, %esp
        popl    %ebx
        ret
        end     sc_syscall_cancel

        .globl  sc_arch, sc_arch_end
        function sc_arch
        pushl   %ebp
        pushl   %edi
        pushl   %esi
        pushl   %ebx
        movl    0x14(%esp), %eax
        testb   $0x8, (%eax)
        jne     1f
        movl    0x18(%esp), %eax
        movl    0x1c(%esp), %ebx
        movl    0x20(%esp), %ecx
        movl    0x24(%esp), %edx
        movl    0x28(%esp), %esi
        movl    0x2c(%esp), %edi
        movl    0x30(%esp), %ebp
        int     $0x80
sc_arch_end:
        popl    %ebx
        popl    %esi
        popl    %edi
        popl    %ebp
        ret
1:      popl    %ebx
        popl    %esi
        popl    %edi
        popl    %ebp
        jmp     sc_act
        end     sc_arch

        plain_point fsync, 118
        plain_point msync, 144
        plain_point pause, 29

        .section .note.GNU-stack, "", @progbits
