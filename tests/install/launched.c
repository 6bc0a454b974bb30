/* SPDX-License-Identifier: MIT */
/*
 * launched [exit STATUS | signal NUMBER] [ARGS...]: says what it was started
 * with, one fact a line, and ends as told.  It includes nothing of ours.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A reason for the preloaded object to arm: this program creates threads. */
static void *nothing(void *unused)
{
    return unused;
}

static int is_mapped(const char *name)
{
    char line[4096];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        found |= strstr(line, name) != NULL;
    if (maps)
        fclose(maps);
    return found;
}

static void print_variable(const char *name)
{
    const char *value = getenv(name);
    if (value)
        printf("%s=%s\n", name, value);
}

int main(int argc, char **argv)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0)
        return 2;
    printf("pid=%d\n", (int)getpid());
    printf("mapped=%s\n", is_mapped("libsafecancel.so") ? "yes" : "no");
    for (int i = 0; i < argc; ++i)
        printf("argv%d=%s\n", i, argv[i]);
    print_variable("LD_PRELOAD");
    print_variable("SAFECANCEL_STATS");
    print_variable("SAFECANCEL_VERBOSE");
    print_variable("SAFECANCEL_REQUIRE");
    fflush(stdout);
    if (argc > 2 && strcmp(argv[1], "signal") == 0)
        raise(atoi(argv[2]));
    return argc > 2 && strcmp(argv[1], "exit") == 0 ? atoi(argv[2]) : 0;
}
