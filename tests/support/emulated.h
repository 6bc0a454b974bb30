/* SPDX-License-Identifier: MIT */
/*
 * Whether this program is run by an emulator (qemu-user): everything takes many
 * times as long, nobody may trace, and the kernel tells of the emulator's system
 * calls where it should tell of ours.  Found out by asking for one's own.
 */
#ifndef SAFECANCEL_TESTS_SUPPORT_EMULATED_H
#define SAFECANCEL_TESTS_SUPPORT_EMULATED_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int is_emulated(void)
{
    char text[256] = "";
    const int fd = open("/proc/thread-self/syscall", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    return got > 0 && strtol(text, NULL, 10) != SYS_read;
}

#endif
