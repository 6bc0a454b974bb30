/* SPDX-License-Identifier: MIT */
/*
 *   ecanceled_table            the table of docs/ecanceled.md, on this C library
 *   ecanceled_table NAME       its row: the columns, with a vertical bar in between
 *
 * What functions of the C library return, and leave in errno, when the thread that
 * waits in them is interrupted.  Each row is a process of its own.  A function
 * that goes on waiting is let end, and the next point fails.
 */
#include "table.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "probe.h"

static atomic_int tid, returned;
static int failing;

char result[64], buffer[64];
int saved_errno, ends[2], own_child;
FILE *stream;

const char *name_of(int error)
{
    switch (error) {
    case UNTOUCHED: return "unchanged";
    case ECANCELED: return "`ECANCELED`";
    case EINTR: return "`EINTR`";
    case 0: return "0";
    default: return strerror(error);
    }
}

void empty_pipe(void)
{
    EXPECT(pipe(ends) == 0);
    stream = fdopen(ends[0], "r");
}

void nothing(void) {}
void put_line(void) { EXPECT(write(ends[1], "line\n", 5) == 5); }
void cannot_end(void) { EXPECT(!"it goes on"); }

static void *calls(void *row)
{
    atomic_store(&tid, (int)syscall(SYS_gettid));
    errno = UNTOUCHED;
    ((const struct row *)row)->call();
    failing = failing_points();
    atomic_store(&returned, 1);
    return NULL;
}

static int returns_within(int milliseconds)
{
    for (int i = 0; i < milliseconds && !atomic_load(&returned); ++i)
        usleep(1000);
    return atomic_load(&returned);
}

/* What the next point does, and what the function has left behind. */
static void tell_rest(int went_on)
{
    const int error_set = stream && ferror(stream) != 0;
    siginfo_t info;
    const int children = !own_child && waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
    /* What succeeds leaves anything in errno: system does, where a system call is missing. */
    printf("%s | %s%s%s%s |\n", saved_errno && !went_on ? name_of(saved_errno) : "-", went_on ? "goes on waiting" : "fails",
           failing == 1 ? "; the next point fails" : failing ? "; two points fail" : "",
           error_set ? "; the stream has its error indicator set" : "",
           children ? "; its child is left" : "");
}

static void play(const struct row *row)
{
    EXPECT(safecancel_available() == 2);
    row->prepare();
    const pthread_t thread = start(calls, (void *)row);
    wait_until_asleep(&tid);
    EXPECT(safecancel_interrupt(thread) == 0);
    const int went_on = !returns_within(200);
    if (went_on)
        row->let_end();
    result_of(thread);
    printf("`%s` | %s | %s | ", row->name, row->wait, result);
    tell_rest(went_on);
    fflush(stdout);
}

/* In a directory and a process group of its own.  Its line, or why there is none. */
static void tell_row(const struct row *row)
{
    char directory[] = "/tmp/safecancel-table-XXXXXX", path[64];
    int status;
    fflush(stdout);
    EXPECT(mkdtemp(directory) != NULL);
    const pid_t child = fork();
    if (child == 0) {
        const struct itimerval timer = {.it_value = {.tv_sec = 20}};
        setitimer(ITIMER_REAL, &timer, NULL);
        setpgid(0, 0);
        EXPECT(chdir(directory) == 0);
        printf("| ");
        play(row);
        _exit(0);
    }
    EXPECT(waitpid(child, &status, 0) == child);
    kill(-child, SIGKILL); /* a child of the row's that still waits */
    snprintf(path, sizeof path, "%s/fifo", directory);
    unlink(path);
    snprintf(path, sizeof path, "%s/locked", directory);
    unlink(path);
    unlinkat(AT_FDCWD, directory, AT_REMOVEDIR);
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 1)
        printf("| `%s` | %s | ended with status %d | - | - |\n", row->name, row->wait, status);
}

static const struct row *const groups[] = {rows_of_streams, rows_of_waits};

int main(int argc, char **argv)
{
    if (argc == 1)
        printf("| function | waits for | returns | `errno` | interrupted, it |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof groups / sizeof *groups; ++i)
        for (const struct row *row = groups[i]; row->name; ++row)
            if (argc == 1 || strcmp(argv[1], row->name) == 0)
                tell_row(row);
    return 0;
}
