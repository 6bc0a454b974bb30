/* SPDX-License-Identifier: MIT */
/*
 *   inside --list                       one line a name, as tests/points' scenarios
 *   inside NAME[:VARIANT] SITUATION [MS]   plays it; SITUATION is tests/points' or one of ways.c
 *   inside async|conformance NAME [MS]  \
 *   inside loop NAME ROUNDS [MS]         }  a theme, see the file of that name
 *   inside crowd SIZE SEED [MS]         /
 *
 * Exit status and lines as tests/points' scenarios, and a second line "left ..."
 * about what is still there at the end.
 */
#include "inside.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>

static const struct inside *const families[] = {
    stdio_rows, process_rows, wait_rows, join_rows, network_rows, plain_rows, stray_rows,
};

static struct run run;
static const struct inside *row;
static struct scenario watched;
struct cleanup_facts seen_in_cleanup = {0, -1, -1, -1};
int unwatched;

/* Cleanup handler of the thread: is it as free as POSIX and design D8 want it? */
static void look_around(void *unused)
{
    uint64_t mask = 0; /* the kernel's set, whatever the word size */
    (void)unused;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof mask);
    seen_in_cleanup.mask = mask >> 31 & 1;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &seen_in_cleanup.state);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &seen_in_cleanup.type);
    ++seen_in_cleanup.times;
}

/* These functions may change errno when they succeed: only EINTR and ECANCELED are told on. */
static long call_watched(struct run *run)
{
    long value;
    if (unwatched)
        return row->point.call(run);
    pthread_cleanup_push(look_around, NULL);
    value = row->point.call(run);
    if ((errno != EINTR && errno != ECANCELED) || value == row->point.expect)
        errno = SENTINEL;
    pthread_cleanup_pop(0);
    return value;
}

static const char *full_name(const struct scenario *point, const char *name)
{
    static char text[64];
    snprintf(text, sizeof text, "%s%s%s", name, point->variant ? ":" : "", point->variant ? point->variant : "");
    return text;
}

static int list_one(const struct inside *one, const char *name, void *unused)
{
    const struct scenario *point = &one->point;
    (void)unused;
    printf("%s number=%ld blocks=%d enable=%d effect=%d timed=%d late=%d no_point=%d error_number=%d keeps_token=%d "
           "many=%d restarts=%d plain=%d handlers=%d may_leap=%d stray=%d socket_left=%d once=%d futex=%d child=%d inside=1\n",
           full_name(point, name), point->number, point->enable || (point->flags & SC_TIMED), !!point->enable,
           !!point->effect, !!(point->flags & SC_TIMED), !!(point->flags & SC_LATE), !!(point->flags & SC_NO_POINT),
           !!(point->flags & SC_ERROR_NUMBER), !!(one->flags & IN_KEEPS_TOKEN), !!(one->flags & IN_MANY),
           !!(one->flags & IN_RESTARTS), !!(one->flags & IN_PLAIN), !!(one->flags & IN_HANDLERS),
           !!(one->flags & IN_MAY_LEAP), !!(one->flags & IN_STRAY), !!(one->flags & IN_SOCKET_LEFT),
           !!(point->flags & SC_ONCE), point->number == NR_futex, point->number == NR_wait4);
    return 0;
}

static int for_each(int (*each)(const struct inside *, const char *, void *), void *argument)
{
    for (size_t i = 0; i < COUNT(families); ++i)
        for (const struct inside *one = families[i]; one->point.names[0]; ++one)
            for (size_t k = 0; k < COUNT(one->point.names) && one->point.names[k]; ++k)
                if (each(one, one->point.names[k], argument))
                    return 1;
    return 0;
}

static int choose(const struct inside *one, const char *name, void *wanted)
{
    if (strcmp(full_name(&one->point, name), wanted) != 0)
        return 0;
    row = one;
    watched = one->point;
    watched.call = call_watched;
    watched.flags |= SC_INSIDE;
    watched.number = number_here(watched.number);
    run.scenario = &watched;
    run.name = name;
    return 1;
}

static int skip(const char *reason)
{
    printf("skip %s\n", reason);
    return 77;
}

/* Deadline and no core: a crash or a hang is a result like others. */
static void set_limits(long milliseconds)
{
    const struct rlimit no_core = {0, 0};
    const struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGALRM, SIG_DFL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

static int play_row(const char *situation)
{
    run.function = dlsym(RTLD_DEFAULT, run.name);
    if (!run.function && !(row->flags & IN_STRAY))
        return skip("this C library has no such function");
    const int before = count_descriptors();
    const char *reason = run.scenario->prepare(&run);
    if (reason)
        return skip(reason);
    const int prepared = count_descriptors();
    int status = play_way(&run, situation);
    if (status == 2)
        status = play(&run, situation);
    fflush(stdout);
    if (status != 0)
        return status;
    const int harm = row->harm ? row->harm(&run) : 0;
    printf("left harm=%d descriptors=%d children=%d times=%d mask=%d state=%d type=%d prepared=%d\n", harm,
           count_descriptors() - prepared, count_children(), seen_in_cleanup.times, seen_in_cleanup.mask,
           seen_in_cleanup.state, seen_in_cleanup.type, prepared - before);
    if (row->flags & IN_SPOILS_EXIT)
        _exit(0); /* stdout is line buffered: all is told */
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return for_each(list_one, NULL);
    if (argc >= 3 && (strcmp(argv[1], "async") == 0 || strcmp(argv[1], "conformance") == 0)) {
        set_limits(argc > 3 ? atol(argv[3]) : 10000);
        return argv[1][0] == 'a' ? play_async(argv[2]) : play_conformance(argv[2]);
    }
    if (argc >= 4 && (strcmp(argv[1], "loop") == 0 || strcmp(argv[1], "crowd") == 0)) {
        set_limits(argc > 4 ? atol(argv[4]) : 60000);
        return argv[1][0] == 'l' ? play_loop(argv[2], atol(argv[3])) : play_crowd(atol(argv[2]), atol(argv[3]));
    }
    if (argc < 3 || !for_each(choose, argv[1])) {
        fprintf(stderr, "usage: inside --list | NAME[:VARIANT] SITUATION [MS] | THEME NAME [...]\n");
        return 2;
    }
    set_limits(argc > 3 ? atol(argv[3]) : 10000);
    return play_row(argv[2]);
}
