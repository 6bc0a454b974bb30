/* SPDX-License-Identifier: MIT */
/* 32-bit x86: what libc calls for a point here; see numbers.h. */
#ifndef SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H

#define NR_accept SYS_socketcall
#define NR_accept4 SYS_socketcall
#define NR_connect SYS_socketcall
#define NR_creat SYS_creat
#define NR_creat64 SYS_openat
#define NR_epoll_wait SYS_epoll_wait
#define NR_fcntl SYS_fcntl64
#define NR_msgrcv SYS_ipc
#define NR_msgsnd SYS_ipc
#define NR_pause SYS_pause
#define NR_poll SYS_poll
#define NR_select SYS__newselect
#define NR_recvfrom SYS_socketcall
#define NR_recvmmsg SYS_recvmmsg_time64
#define NR_recvmsg SYS_socketcall
#define NR_semtimedop SYS_ipc
#define NR_sendmsg SYS_socketcall
#define NR_sendto SYS_socketcall

/* Up to 2.33 libc makes other ones for these; pairs. */
#define NR_BEFORE_2_34 \
    {NR_clock_nanosleep, SYS_clock_nanosleep_time64}, {NR_ppoll, SYS_ppoll_time64}, {NR_recvmmsg, SYS_recvmmsg},

#endif
