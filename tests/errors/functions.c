/* SPDX-License-Identifier: MIT */
/* Themes of the functions' own results and errors, and of what they must leave alone. */
#include "themes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "probe.h"

#ifndef SYS_close_range /* Debian 11 */
#define SYS_close_range 436
#endif

void pending_and_clear(void)
{
    EXPECT(safecancel_pending() == 0 && safecancel_clear() == 0);
    interrupt_self();
    interrupt_self();
    EXPECT(safecancel_pending() == 1 && safecancel_pending() == 1);
    EXPECT(safecancel_clear() == 1);
    EXPECT(safecancel_pending() == 0 && safecancel_clear() == 0);
    EXPECT(failing_points() == 0);
    interrupt_self();
    EXPECT(failing_points() == 1 && safecancel_pending() == 0);
}

static int ends[2];

void close_keeps_it(void)
{
    EXPECT(pipe(ends) == 0);
    interrupt_self();
    EXPECT(close(ends[0]) == 0 && close(ends[1]) == 0);
    errno = 0;
    EXPECT(close(ends[0]) == -1 && errno == EBADF);
    EXPECT(safecancel_pending() == 1);
    EXPECT(failing_points() == 1);
}

/* Of a thread of this process by its name; 0 if none is called so. */
static int thread_called(const char *name)
{
    char path[64], line[32];
    int found = 0;
    DIR *const threads = opendir("/proc/self/task");
    EXPECT(threads != NULL);
    for (const struct dirent *each; !found && (each = readdir(threads)) != NULL;) {
        snprintf(path, sizeof path, "/proc/self/task/%.20s/comm", each->d_name);
        FILE *const file = each->d_name[0] != '.' ? fopen(path, "r") : NULL;
        if (file && fgets(line, sizeof line, file) && strcspn(line, "\n") == strlen(name) &&
            strncmp(line, name, strlen(name)) == 0)
            found = atoi(each->d_name);
        if (file)
            fclose(file);
    }
    closedir(threads);
    return found;
}

static int descriptors_of(int thread)
{
    char path[64];
    int count = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/fd", thread);
    DIR *const numbers = opendir(path);
    EXPECT(numbers != NULL);
    for (const struct dirent *each; (each = readdir(numbers)) != NULL;)
        count += each->d_name[0] != '.';
    closedir(numbers);
    return count;
}

static void *leaves_descriptors(void *unused)
{
    return syscall(SYS_close_range, 1000000, ~0u, 2 /* CLOSE_RANGE_UNSHARE */) == 0 ? &ends : unused;
}

/*
 * While a request waits to be taken, the object looks again and again where the
 * thread is.  The file that it reads must not have a number that the program's
 * next could have: it has a table of its own, with this one file.
 */
void numbers_are_the_programs(void)
{
    int thread;
    EXPECT(pipe(ends) == 0 && ends[1] > 3);
    if (result_of(start(leaves_descriptors, NULL)) == NULL)
        skip("Linux before 5.9: a thread cannot have descriptors of its own");
    interrupt_self();
    while ((thread = thread_called("safecancel")) == 0)
        sleep_for(1); /* this, or what looks for it, fails for the request */
    interrupt_self();
    for (int i = 0; i < 1000; ++i)
        EXPECT(descriptors_of(thread) <= 1);
    EXPECT(failing_points() == 1);
}

static atomic_int exiting_id;

static void *nothing(void *unused)
{
    atomic_store(&exiting_id, (int)syscall(SYS_gettid));
    return unused;
}

void refusals(void)
{
    struct safecancel_deadline scope, other;
    struct timespec when = after(100000);
    EXPECT(safecancel_deadline_begin(NULL, &when) == EINVAL);
    EXPECT(safecancel_deadline_begin(&scope, NULL) == EINVAL);
    when.tv_nsec = 1000000000;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    when.tv_nsec = -1;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    EXPECT(safecancel_deadline_end(NULL) == EINVAL && safecancel_deadline_end(&other) == EINVAL);
    EXPECT(safecancel_break_from_handler(NULL) == EINVAL);
    EXPECT(pthread_setcancelstate(3, NULL) == EINVAL && pthread_setcancelstate(-1, NULL) == EINVAL);
    EXPECT(failing_points() == 0);
}

void exited_thread(void)
{
    const pthread_t thread = start(nothing, NULL);
    wait_until_gone(&exiting_id);
    EXPECT(safecancel_interrupt(thread) == ESRCH);
    EXPECT(result_of(thread) == NULL);
    EXPECT(failing_points() == 0);
}

/* SAFECANCEL=off, or no object at all. */
void off(void)
{
    struct safecancel_deadline scope;
    const struct timespec when = after(0);
    EXPECT(safecancel_available() == 0);
    EXPECT(safecancel_interrupt(pthread_self()) == ENOTSUP);
    EXPECT(safecancel_break_from_handler(&scope) == ENOTSUP);
    EXPECT(safecancel_pending() == ENOTSUP && safecancel_clear() == ENOTSUP);
    EXPECT(safecancel_deadline_begin(&scope, &when) == ENOTSUP);
    EXPECT(safecancel_deadline_end(&scope) == ENOTSUP);
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, NULL) == EINVAL);
    EXPECT(failing_points() == 0);
}
