/* SPDX-License-Identifier: MIT */
/* Installs a seccomp filter, as the programs of this directory are told to.  Plain C; the caller defines _GNU_SOURCE. */
#ifndef SAFECANCEL_TESTS_FAULTS_FILTER_H
#define SAFECANCEL_TESTS_FAULTS_FILTER_H

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif

/* How the program asks for it: prctl, syscall(SYS_seccomp), the same for all threads, syscall(SYS_prctl). */
enum filter_way { by_prctl, by_syscall, by_tsync, by_syscall_prctl };

static inline uint32_t filter_action(const char *name)
{
    return strcmp(name, "errno") == 0  ? SECCOMP_RET_ERRNO | EPERM
           : strcmp(name, "trap") == 0 ? SECCOMP_RET_TRAP
           : strcmp(name, "kill") == 0 ? SECCOMP_RET_KILL_PROCESS
                                       : SECCOMP_RET_ALLOW;
}

/* A filter from "ACTION:NUMBER,NUMBER..."; ACTION-but is for all other numbers.  0 or errno. */
static inline int install_filter(const char *text, enum filter_way way)
{
    static struct sock_filter code[512];
    unsigned short size = 0;
    char action[32] = "";
    sscanf(text, "%31[a-z-]", action);
    char *but = strstr(action, "-but");
    if (but != NULL)
        *but = 0;
    const uint32_t chosen = filter_action(action), otherwise = SECCOMP_RET_ALLOW;
    const struct sock_filter load = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    code[size++] = load;
    for (const char *at = strchr(text, ':'); at != NULL && size < 508; at = strchr(at + 1, ',')) {
        const struct sock_filter test = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)strtoul(at + 1, NULL, 10), 0, 1);
        const struct sock_filter found = BPF_STMT(BPF_RET | BPF_K, but != NULL ? otherwise : chosen);
        code[size++] = test;
        code[size++] = found;
    }
    const struct sock_filter end = BPF_STMT(BPF_RET | BPF_K, but != NULL ? chosen : otherwise);
    code[size++] = end;
    const struct sock_fprog filter = {size, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return errno;
    const long failed = way == by_prctl            ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0)
                        : way == by_syscall_prctl ? syscall(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0)
                                                  : syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                                            way == by_tsync ? SECCOMP_FILTER_FLAG_TSYNC : 0, &filter);
    return failed != 0 ? errno : 0;
}

#endif
