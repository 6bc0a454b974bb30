/* SPDX-License-Identifier: MIT */
/*
 * A libc of glibc <= 2.40 in small: the two functions that enable and disable,
 * plain points, a point with branches, one that keeps the old type in its frame
 * by the frame pointer, and one that is none.  Read by the tests, never run.
 */
#define SC_WORD 0x308

        .text

        .macro function name
        .globl  \name
        .type   \name, @function
        .balign 16
\name:
        .endm

        .macro end name
        .size   \name, . - \name
        .endm

/* mov, system call, and errors by a branch to the end and back, as gcc lays it out. */
        .macro plain_point name, number
        function \name
        subq    $0x18, %rsp
        movl    %edi, 0xc(%rsp)
        call    sc_enable
        movl    0xc(%rsp), %edi
        movl    %eax, %edx
        movl    $\number, %eax
        syscall
        cmpq    $-4096, %rax
        ja      2f
1:      movl    %edx, %edi
        movl    %eax, 0xc(%rsp)
        call    sc_disable
        movl    0xc(%rsp), %eax
        addq    $0x18, %rsp
        ret
        .balign 8
2:      movq    sc_errno_offset(%rip), %rcx
        negl    %eax
        movl    %eax, %fs:(%rcx)
        movl    $-1, %eax
        jmp     1b
        end     \name
        .endm

        .type   sc_enable, @function
        .balign 16
sc_enable:
        movq    %fs:0x10, %rcx
        movl    SC_WORD(%rcx), %edx
        leaq    SC_WORD(%rcx), %rdi
1:      movl    %edx, %esi
        orl     $0x2, %esi
        cmpl    %edx, %esi
        je      3f
        movl    %edx, %eax
        lock cmpxchgl %esi, (%rdi)
        movl    %eax, %esi
        jne     4f
        andl    $0x3b, %edx
        orl     $0x2, %edx
        cmpl    $0xa, %edx
        je      5f
2:      movl    %esi, %eax
        ret
3:      movl    %edx, %esi
        jmp     2b
4:      movl    %eax, %edx
        jmp     1b
5:      pushq   %rax
        movq    $-1, 0x628(%rcx)
        movq    %fs:0x10, %rax
        lock orl $0x10, SC_WORD(%rax)
        call    sc_unwind
        end     sc_enable

        .type   sc_disable, @function
        .balign 16
sc_disable:
        andl    $0x2, %edi
        je      2f
1:      ret
2:      movq    %fs:0x10, %rax
        movl    SC_WORD(%rax), %edx
        leaq    SC_WORD(%rax), %rdi
3:      movl    %edx, %ecx
        movl    %edx, %eax
        andl    $-3, %ecx
        lock cmpxchgl %ecx, (%rdi)
        je      1b
        movl    %eax, %edx
        jmp     3b
        end     sc_disable

        .type   sc_unwind, @function
sc_unwind:
        ret
        end     sc_unwind

        plain_point fsync, 74
        plain_point msync, 26
        plain_point pause, 34
        plain_point close, 3
        plain_point read, 0

/* An error before the system call, as sem_timedwait of 2.31 has it: two windows. */
        function branches
        pushq   %rbx
        call    sc_enable
        movl    %eax, %ebx
        cmpl    $1, %r13d
        jbe     1f
        movl    %eax, %edi
        call    sc_disable
        call    sc_unwind
1:      sbbl    %esi, %esi
        movl    $202, %ecx
        xorl    %edx, %edx
        movl    %ecx, %eax
        xorl    %r14d, %esi
        syscall
        movl    %ebx, %edi
        movq    %rax, %rbx
        call    sc_disable
        movq    %rbx, %rax
        popq    %rbx
        ret
        end     branches

/* The number comes from a register that was loaded before. */
        function by_frame_pointer
        pushq   %rbp
        movq    %rsp, %rbp
        subq    $0x20, %rsp
        movl    %edi, -0x14(%rbp)
        movl    $35, %r13d
        call    sc_enable
        movl    -0x14(%rbp), %edi
        movl    %eax, -0x18(%rbp)
        movl    %r13d, %eax
        syscall
        movl    -0x18(%rbp), %edi
        movq    %rax, -0x8(%rbp)
        call    sc_disable
        movq    -0x8(%rbp), %rax
        leave
        ret
        end     by_frame_pointer

/* No point, though it enables: start_thread of 2.31 locks a mutex like this. */
        function locks
        pushq   %rbx
        call    sc_enable
        movl    %eax, %ebx
        movl    $1, %edx
        xorl    %eax, %eax
        lock cmpxchgl %edx, (%r12)
        movl    %ebx, %edi
        call    sc_disable
        popq    %rbx
        ret
        end     locks

        .data
        .type   sc_errno_offset, @object
        .balign 8
sc_errno_offset:
        .quad   0
        .size   sc_errno_offset, 8

        .section .note.GNU-stack, "", @progbits
