/* SPDX-License-Identifier: MIT */
/*
 * A libc of glibc <= 2.40 in small: the two functions that enable and disable,
 * plain points, points with branches, with six arguments, with errno set by a
 * function, with the old type in their frame, and one that is none.  Read by the
 * tests, never run.
 */
#define SC_WORD 0x80

        .text

        .macro local name
        .type   \name, @function
        .balign 16
\name:
        .endm

        .macro function name
        .globl  \name
        local   \name
        .endm

        .macro end name
        .size   \name, . - \name
        .endm

/* The last instructions of a site, with the old type in a register or in memory. */
        .macro disable type
        subl    $0xc, %esp
        pushl   \type
        call    sc_disable
        addl    $0x10, %esp
        .endm

/* With one thread; and with more: errors by a branch to the end and back, as gcc lays it out. */
        .macro plain_point name, number
        function \name
        pushl   %esi
        call    sc_place
        addl    $0x103b7e, %esi
        pushl   %ebx
        subl    $0x14, %esp
        movl    %gs:0xc, %eax
        testl   %eax, %eax
        jne     1f
        movl    0x20(%esp), %ebx
        movl    $\number, %eax
        call    *%gs:0x10
        addl    $0x14, %esp
        popl    %ebx; popl %esi; ret
        .balign 8
1:      call    sc_enable
        movl    0x20(%esp), %ebx
        movl    %eax, %edx
        movl    $\number, %eax
        call    *%gs:0x10
        cmpl    $-4096, %eax
        ja      3f
2:      movl    %eax, 0xc(%esp)
        disable %edx
        movl    0xc(%esp), %eax
        addl    $0x14, %esp
        popl    %ebx; popl %esi; ret
        .balign 8
3:      movl    -0x130(%esi), %ecx
        negl    %eax
        movl    %eax, %gs:(%ecx)
        movl    $-1, %eax
        jmp     2b
        end     \name
        .endm

        local   sc_enable
        pushl   %esi
        pushl   %ebx
        subl    $0x4, %esp
        movl    %gs:0x8, %ecx
        movl    SC_WORD(%ecx), %edx
        leal    SC_WORD(%ecx), %esi
1:      movl    %edx, %ebx
        orl     $0x2, %ebx
        cmpl    %edx, %ebx
        je      3f
        movl    %edx, %eax
        lock cmpxchgl %ebx, (%esi)
        movl    %eax, %ebx
        jne     4f
        andl    $0x3b, %edx
        orl     $0x2, %edx
        cmpl    $0xa, %edx
        je      5f
2:      addl    $0x4, %esp
        movl    %ebx, %eax
        popl    %ebx; popl %esi; ret
3:      movl    %edx, %ebx
        jmp     2b
4:      movl    %eax, %edx
        jmp     1b
5:      movl    $-1, 0x21c(%ecx)
        movl    %gs:0x8, %eax
        lock orl $0x10, SC_WORD(%eax)
        movl    %gs:0x7c, %eax
        call    sc_unwind
        end     sc_enable

        local   sc_disable
        pushl   %esi
        call    sc_place
        addl    $0x1990cd, %esi
        pushl   %ebx
        subl    $0xc, %esp
        testb   $0x2, 0x18(%esp)
        je      2f
1:      addl    $0xc, %esp
        popl    %ebx; popl %esi; ret
2:      movl    %gs:0x8, %eax
        movl    SC_WORD(%eax), %ecx
        leal    SC_WORD(%eax), %ebx
3:      movl    %ecx, %edx
        movl    %ecx, %eax
        andl    $-3, %edx
        lock cmpxchgl %edx, (%ebx)
        jne     4f
        andl    $0xc, %ecx
        cmpl    $0x4, %ecx
        jne     1b
        xorl    %esi, %esi
        movl    $240, %eax
        call    *%gs:0x10
        jmp     1b
4:      movl    %eax, %ecx
        jmp     3b
        end     sc_disable

        local   sc_unwind
        ret
        end     sc_unwind

/* Where the caller is, in a register. */
        .macro place name, register
        function \name
        movl    (%esp), \register
        ret
        end     \name
        .endm

        place   sc_place, %esi
        place   sc_other_place, %edx
        place   sc_third_place, %edi

/* A failed call's errno: 2.31 has this as a function. */
        function sc_set_errno
        call    sc_other_place
        addl    $0x1c900b, %edx
        negl    %eax
        movl    -0x108(%edx), %edx
        movl    %eax, %gs:(%edx)
        movl    $-1, %eax
        ret
        end     sc_set_errno

/* A system call with six arguments: three of them in memory. */
        function sc_six
        pushl   %ebx
        pushl   %edi
        pushl   %ebp
        movl    (%edi), %ebx
        movl    0x8(%edi), %ebp
        movl    0x4(%edi), %edi
        call    *%gs:0x10
        popl    %ebp
        popl    %edi
        popl    %ebx
        ret
        end     sc_six

        plain_point fsync, 118
        plain_point msync, 144
        plain_point pause, 29
        plain_point close, 6
        plain_point read, 3

/* An error before the system call, as sem_timedwait of 2.31 has it: two windows. */
        function branches
        pushl   %ebp
        call    sc_enable
        movl    %eax, %ebp
        cmpl    $1, %edi
        jbe     1f
        disable %ebp
        call    sc_unwind
1:      sbbl    %ecx, %ecx
        movl    $240, %edx
        xorl    %esi, %esi
        movl    %edx, %eax
        xorl    %edi, %ecx
        call    *%gs:0x10
        movl    %eax, %ebx
        disable %ebp
        movl    %ebx, %eax
        popl    %ebp
        ret
        end     branches

/* The number comes from a register that was loaded before. */
        function by_frame_pointer
        pushl   %ebp
        movl    %esp, %ebp
        subl    $0x28, %esp
        movl    $162, %esi
        call    sc_enable
        movl    0x8(%ebp), %ebx
        movl    %eax, -0x18(%ebp)
        movl    %esi, %eax
        call    *%gs:0x10
        movl    %eax, -0x10(%ebp)
        disable -0x18(%ebp)
        movl    -0x10(%ebp), %eax
        leave
        ret
        end     by_frame_pointer

        function sets_errno
        pushl   %esi
        pushl   %ebx
        subl    $0x4, %esp
        call    sc_enable
        movl    0x10(%esp), %ebx
        movl    %eax, %esi
        movl    $12, %eax
        call    *%gs:0x10
        movl    %eax, %ebx
        cmpl    $-4096, %eax
        ja      2f
1:      disable %esi
        movl    %ebx, %eax
        addl    $0x4, %esp
        popl    %ebx; popl %esi; ret
2:      call    sc_set_errno
        movl    %eax, %ebx
        jmp     1b
        end     sets_errno

/* Arguments are written to the frame, from registers and as constants, beside the old type. */
        function six_arguments
        subl    $0x2c, %esp
        call    sc_enable
        movl    0x34(%esp), %ecx
        movl    %eax, 0x18(%esp)
        movl    %esi, 0x8(%esp)
        movl    $0x8, 0xc(%esp)
        leal    0x8(%esp), %edi
        movl    $314, %eax
        call    sc_six
        movl    %eax, 0x1c(%esp)
        disable 0x24(%esp)
        movl    0x1c(%esp), %eax
        addl    $0x2c, %esp
        ret
        end     six_arguments

/* The old type is kept where the other function takes it from; where errno is, is asked only after a failure. */
        function in_place
        subl    $0x1c, %esp
        call    sc_enable
        movl    0x20(%esp), %ebx
        movl    %eax, (%esp)
        movl    $0x72, %eax
        int     $0x80
        cmpl    $-4096, %eax
        ja      2f
1:      movl    %eax, 0x8(%esp)
        call    sc_disable
        movl    0x8(%esp), %eax
        addl    $0x1c, %esp
        ret
2:      call    sc_third_place
        addl    $0x103b7e, %edi
        movl    -0x130(%edi), %ecx
        negl    %eax
        movl    %eax, %gs:(%ecx)
        movl    $-1, %eax
        jmp     1b
        end     in_place

/* No point, though it enables: start_thread of 2.31 locks a mutex like this. */
        function locks
        pushl   %ebx
        call    sc_enable
        movl    %eax, %ebx
        movl    $1, %edx
        xorl    %eax, %eax
        lock cmpxchgl %edx, (%edi)
        disable %ebx
        popl    %ebx
        ret
        end     locks

        .section .note.GNU-stack, "", @progbits
