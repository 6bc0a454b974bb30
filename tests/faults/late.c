/* SPDX-License-Identifier: MIT */
/*
 * late PATH [FILTER]: needs threads late, when there are no descriptors left to arm with.
 * If PATH is not empty, it is open as standard error by then, which was closed.
 * With FILTER there are descriptors, but that filter has been installed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "filter.h"

static void *run(void *argument)
{
    return argument;
}

int main(int argc, char **argv)
{
    const struct rlimit none = {0, 0};
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    int (*join)(pthread_t, void **);
    pthread_t thread;
    if (argc < 2)
        return 2;
    if (argv[1][0] != 0 && open(argv[1], O_WRONLY | O_CREAT, 0666) != 2)
        return 3;
    if (argc > 2 ? install_filter(argv[2], by_prctl) != 0 : setrlimit(RLIMIT_NOFILE, &none) != 0)
        return 4;
    /* Not by name: that would arm at the start. */
    *(void **)&create = dlsym(RTLD_DEFAULT, "pthread_create");
    *(void **)&join = dlsym(RTLD_DEFAULT, "pthread_join");
    if (create == NULL || join == NULL || create(&thread, NULL, run, NULL) != 0 || join(thread, NULL) != 0)
        return 5;
    return puts("late") < 0;
}
