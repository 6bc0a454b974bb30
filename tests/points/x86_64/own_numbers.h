/* SPDX-License-Identifier: MIT */
/* x86-64: what libc calls for a point here; see numbers.h. */
#ifndef SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_OWN_NUMBERS_H

#include "../lp64/shared_numbers.h"

#define NR_creat SYS_creat
#define NR_creat64 SYS_creat
#define NR_epoll_wait SYS_epoll_wait
#define NR_pause SYS_pause
#define NR_poll SYS_poll
#define NR_select SYS_select

#endif
