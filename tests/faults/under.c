/* SPDX-License-Identifier: MIT */
/*
 * under FAULT... -- PROGRAM [ARGS...]: becomes PROGRAM, with what FAULT names
 * wrong from its start.  The object in FAULTS_PRELOAD is preloaded into PROGRAM
 * alone.  Exit status 77, with the reason, if the fault cannot be had here.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "filter.h"

static void require(int possible, const char *fault)
{
    if (possible)
        return;
    printf("skip: %s: %s\n", fault, strerror(errno));
    exit(77);
}

static void limit(int resource, const char *text)
{
    const struct rlimit value = {strtoul(text, NULL, 0), strtoul(text, NULL, 0)};
    require(setrlimit(resource, &value) == 0, "a limit");
}

static void own_mounts(void)
{
    require(unshare(CLONE_NEWNS) == 0, "a mount namespace");
    /* In a changed root, which is no mount, there is nothing to make private. */
    require(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 || errno == EINVAL, "private mounts");
}

static void apply(const char *fault)
{
    const char *value = strchr(fault, '=');
    value = value != NULL ? value + 1 : "";
    if (strcmp(fault, "no_proc") == 0) {
        own_mounts();
        require(umount2("/proc", MNT_DETACH) == 0, "no /proc");
        require(access("/proc/self", F_OK) != 0, "no /proc");
    } else if (strcmp(fault, "read_only_root") == 0) {
        own_mounts();
        require(mount("/", "/", NULL, MS_BIND, NULL) == 0 && chdir("/") == 0 &&
                    mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0, "a read-only root");
    } else if (strncmp(fault, "close=", 6) == 0) {
        for (; *value != 0; ++value)
            close(*value - '0');
    } else if (strncmp(fault, "filter=", 7) == 0) {
        const int error = install_filter(value, by_prctl);
        errno = error;
        require(error == 0, "a filter");
    } else if (strncmp(fault, "as=", 3) == 0) {
        limit(RLIMIT_AS, value);
    } else if (strncmp(fault, "data=", 5) == 0) {
        limit(RLIMIT_DATA, value);
    } else if (strcmp(fault, "core") == 0) {
        const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
        require(setrlimit(RLIMIT_CORE, &all) == 0, "no limit on core files");
    } else if (strncmp(fault, "nofile=", 7) == 0) {
        limit(RLIMIT_NOFILE, value);
    } else {
        fprintf(stderr, "under: no such fault: %s\n", fault);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    int at = 1;
    const char *preload = getenv("FAULTS_PRELOAD");
    if (preload != NULL)
        setenv("LD_PRELOAD", preload, 1);
    for (int fd = 3; fd < 256; ++fd) /* whatever the tests' runner has left open */
        close(fd);
    for (; at < argc && strcmp(argv[at], "--") != 0; ++at)
        apply(argv[at]);
    if (at + 1 >= argc)
        return 2;
    execv(argv[at + 1], argv + at + 1);
    return 126;
}
