/* SPDX-License-Identifier: MIT */
/*
 * A process that has never had a second thread cancels itself, and reaches the
 * points inside libc all the same: glibc's shortcuts for single-threaded
 * processes must not hide the request.
 */
#include "inside.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell_acted(void *point)
{
    dprintf(1, "facts acted=1 point=%s\n", (const char *)point);
    _exit(0);
}

/* The request is pending when the point is called; each of them would otherwise complete at once. */
static void reach(const char *point)
{
    static char text[16];
    sem_t semaphore;
    sem_init(&semaphore, 0, 1);
    FILE *const null = fopen("/dev/null", "w");
    if (!null)
        broken("/dev/null");
    fputs("something", null);
    pthread_cancel(pthread_self());
    if (strcmp(point, "alone_fgets") == 0)
        (void)!fgets(text, sizeof text, stdin);
    else if (strcmp(point, "alone_fflush") == 0)
        fflush(null);
    else if (strcmp(point, "alone_fopen") == 0)
        (void)!fopen("/dev/null", "r");
    else if (strcmp(point, "alone_sem_wait") == 0)
        sem_wait(&semaphore);
    else if (strcmp(point, "alone_system") == 0)
        (void)!system("exit 0");
    else if (strcmp(point, "alone_read") == 0)
        (void)!read(0, text, 1);
    else if (strcmp(point, "alone_sleep") == 0)
        sleep(0);
}

int play_alone(const char *name)
{
    if (strncmp(name, "alone_", 6) != 0)
        return 2;
    pthread_cleanup_push(tell_acted, (void *)name);
    reach(name);
    pthread_cleanup_pop(0);
    printf("facts acted=0\n");
    return 0;
}
