/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: what libc calls for a point here; see numbers.h. */
#ifndef SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H

#include "../lp64/shared_numbers.h"

#define NR_creat SYS_openat
#define NR_creat64 SYS_openat
#define NR_epoll_wait SYS_epoll_pwait
#define NR_pause SYS_ppoll
#define NR_poll SYS_ppoll
#define NR_select SYS_pselect6

#endif
