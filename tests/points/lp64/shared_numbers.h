/* SPDX-License-Identifier: MIT */
/* 64-bit systems: what libc calls for a point on all of them; included by their own_numbers.h. */
#ifndef SAFECANCEL_TESTS_POINTS_SHARED_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_SHARED_NUMBERS_H

#define NR_accept SYS_accept
#define NR_accept4 SYS_accept4
#define NR_connect SYS_connect
#define NR_fcntl SYS_fcntl
#define NR_msgrcv SYS_msgrcv
#define NR_msgsnd SYS_msgsnd
#define NR_recvfrom SYS_recvfrom
#define NR_recvmmsg SYS_recvmmsg
#define NR_recvmsg SYS_recvmsg
#define NR_semtimedop SYS_semtimedop
#define NR_sendmsg SYS_sendmsg
#define NR_sendto SYS_sendto

/* Up to 2.33 libc makes other ones for these; pairs. */
#define NR_BEFORE_2_34

#endif
