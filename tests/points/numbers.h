/* SPDX-License-Identifier: MIT */
/* The system call that libc makes for a point, as NR_<the call's name>; where it is not the same everywhere, in a folder. */
#ifndef SAFECANCEL_TESTS_POINTS_NUMBERS_H
#define SAFECANCEL_TESTS_POINTS_NUMBERS_H

#include <sys/syscall.h>

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

#include "own_numbers.h"

#define NR_clock_nanosleep SYS_clock_nanosleep
#define NR_close SYS_close
#define NR_copy_file_range SYS_copy_file_range
#define NR_epoll_pwait SYS_epoll_pwait
#define NR_epoll_pwait2 SYS_epoll_pwait2
#define NR_fallocate SYS_fallocate
#define NR_fdatasync SYS_fdatasync
#define NR_flock SYS_flock
#define NR_fsync SYS_fsync
#define NR_futex SYS_futex
#define NR_getrandom SYS_getrandom
#define NR_io_uring_enter SYS_io_uring_enter
#define NR_ioctl SYS_ioctl
#define NR_mq_timedreceive SYS_mq_timedreceive
#define NR_mq_timedsend SYS_mq_timedsend
#define NR_msync SYS_msync
#define NR_open_by_handle_at SYS_open_by_handle_at
#define NR_openat SYS_openat
#define NR_pipe2 SYS_pipe2
#define NR_ppoll SYS_ppoll
#define NR_pread64 SYS_pread64
#define NR_preadv SYS_preadv
#define NR_preadv2 SYS_preadv2
#define NR_pselect6 SYS_pselect6
#define NR_pwrite64 SYS_pwrite64
#define NR_pwritev SYS_pwritev
#define NR_pwritev2 SYS_pwritev2
#define NR_read SYS_read
#define NR_readv SYS_readv
#define NR_rt_sigsuspend SYS_rt_sigsuspend
#define NR_rt_sigtimedwait SYS_rt_sigtimedwait
#define NR_sendmmsg SYS_sendmmsg
#define NR_splice SYS_splice
#define NR_sync_file_range SYS_sync_file_range
#define NR_tee SYS_tee
#define NR_vmsplice SYS_vmsplice
#define NR_wait4 SYS_wait4
#define NR_waitid SYS_waitid
#define NR_write SYS_write
#define NR_writev SYS_writev

#endif
