/* SPDX-License-Identifier: MIT */
/*
 * inherit WHEN: what a cleanup handler passes on.  A thread is cancelled in
 * read(), with the request pending before it, while it blocks, or while a user
 * handler (SA_RESTART) runs on top of it, which then calls a point of its own
 * (WHEN: pending, blocked, nested).  The thread's cleanup handler starts a process by fork and exec and one by posix_spawn and creates a
 * thread.  Prints
 *
 *     inherit WHEN handler=B exec=B spawn=B thread=B
 *
 * where B is 1 if signal 32 is blocked there.  When it is not blocked in the
 * thread, that thread is cancelled too, as it blocks: "cancel=canceled".
 */
#include "target.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static int fds[2];
static int in_handler, in_exec, in_spawn, in_thread;
static const char *inner_result = "blocked";
static char *report[] = {(char *)"/proc/self/exe", (char *)"report", NULL};

static int exit_status_of(pid_t pid)
{
    int status;
    CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void *inner(void *unused)
{
    char byte;
    in_thread = cancel_signal_blocked();
    announce();
    (void)!read(fds[0], &byte, 1);
    return unused;
}

static void handler(void *unused)
{
    (void)unused;
    in_handler = cancel_signal_blocked();
    const pid_t forked = fork();
    if (forked == 0) {
        execve(report[0], report, environ);
        _exit(99);
    }
    in_exec = exit_status_of(forked);
    pid_t spawned;
    CHECK(posix_spawn(&spawned, report[0], NULL, NULL, report, environ) == 0);
    in_spawn = exit_status_of(spawned);
    const pthread_t thread = start(inner, NULL);
    wait_until_blocked();
    if (in_thread) {
        CHECK(write(fds[1], "x", 1) == 1);
        join(thread);
        return;
    }
    CHECK(pthread_cancel(thread) == 0);
    inner_result = join(thread);
}

static int handler_runs, request_made;

static void on_signal(int number)
{
    (void)number;
    flag_set(&handler_runs, 1);
    while (!flag_get(&request_made)) /* no point: sched_yield is none */
        sched_yield();
    poll(NULL, 0, 1);
}

/* The request comes while the blocked thread is in its signal handler. */
static void cancel_in_handler(pthread_t thread)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK(pthread_kill(thread, SIGUSR1) == 0);
    wait_for(&handler_runs);
    CHECK(pthread_cancel(thread) == 0);
    flag_set(&request_made, 1);
}

static void *target(void *pending)
{
    char byte;
    pthread_cleanup_push(handler, NULL);
    if (pending)
        pthread_cancel(pthread_self());
    announce();
    (void)!read(fds[0], &byte, 1);
    pthread_cleanup_pop(0);
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "report") == 0)
        return cancel_signal_blocked();
    CHECK(argc == 2 && pipe(fds) == 0);
    const int pending = strcmp(argv[1], "pending") == 0;
    const pthread_t thread = start(target, pending ? argv : NULL);
    if (!pending) {
        wait_until_blocked();
        if (strcmp(argv[1], "nested") == 0)
            cancel_in_handler(thread);
        else
            CHECK(pthread_cancel(thread) == 0);
    }
    CHECK(strcmp(join(thread), "canceled") == 0);
    printf("inherit %s handler=%d exec=%d spawn=%d thread=%d cancel=%s\n", argv[1], in_handler, in_exec, in_spawn,
           in_thread, inner_result);
    return 0;
}
