/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: what libc calls for a point here; see numbers.h. */
#ifndef SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H

#define NR_accept SYS_accept
#define NR_accept4 SYS_accept4
#define NR_connect SYS_connect
#define NR_creat SYS_openat
#define NR_creat64 SYS_openat
#define NR_epoll_wait SYS_epoll_pwait
#define NR_fcntl SYS_fcntl
#define NR_msgrcv SYS_msgrcv
#define NR_msgsnd SYS_msgsnd
#define NR_pause SYS_ppoll
#define NR_poll SYS_ppoll
#define NR_select SYS_pselect6
#define NR_recvfrom SYS_recvfrom
#define NR_recvmmsg SYS_recvmmsg
#define NR_recvmsg SYS_recvmsg
#define NR_semtimedop SYS_semtimedop
#define NR_sendmsg SYS_sendmsg
#define NR_sendto SYS_sendto

/* Up to 2.33 libc makes other ones for these; pairs. */
#define NR_BEFORE_2_34

#endif
