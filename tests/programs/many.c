/* SPDX-License-Identifier: MIT */
/*
 * many COUNT: creates and cancels COUNT threads one after another, every second
 * one while it blocks, and compares the process after a fifth of them
 * with the process at the end.  Prints `many threads=N canceled=N descriptors=D kilobytes=K`,
 * D and K being what was added.
 */
#include "target.h"

#include <dirent.h>

static int fds[2];

static void *target(void *unused)
{
    char byte;
    announce();
    (void)!read(fds[0], &byte, 1);
    return unused;
}

static long resident_kilobytes(void)
{
    char line[128];
    long kilobytes = -1;
    FILE *file = fopen("/proc/self/status", "re");
    CHECK(file);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld kB", &kilobytes) == 1)
            break;
    fclose(file);
    CHECK(kilobytes > 0);
    return kilobytes;
}

static long descriptors(void)
{
    long count = 0;
    DIR *directory = opendir("/proc/self/fd");
    CHECK(directory);
    while (readdir(directory))
        ++count;
    closedir(directory);
    return count;
}

int main(int argc, char **argv)
{
    CHECK(argc == 2 && pipe(fds) == 0);
    const long count = strtol(argv[1], NULL, 10);
    long canceled = 0, kilobytes = 0, open_before = 0;
    for (long i = 0; i < count; ++i) {
        if (i == count / 5) {
            open_before = descriptors();
            kilobytes = resident_kilobytes();
        }
        const pthread_t thread = start(target, NULL);
        if (i % 2)
            wait_until_blocked();
        CHECK(pthread_cancel(thread) == 0);
        canceled += strcmp(join(thread), "canceled") == 0;
    }
    printf("many threads=%ld canceled=%ld descriptors=%ld kilobytes=%ld\n", count, canceled,
           descriptors() - open_before, resident_kilobytes() - kilobytes);
    return 0;
}
