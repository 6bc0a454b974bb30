/* SPDX-License-Identifier: MIT */
/*
 * neighbours CASE: parts of libc that live beside cancellation and must not notice the
 * shim: SIGEV_THREAD timers (they share signal 32), setuid in a threaded
 * process (signal 33), full signal masks, posix_spawn, popen, system,
 * thrd_create.  One function for each case; the driver compares what it prints with
 * and without the shim.
 */
#include "target.h"

#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <spawn.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>

extern char **environ;

static int fds[2];
static char byte;

static void *block(void *unused)
{
    announce();
    (void)!read(fds[0], &byte, 1);
    return unused;
}

static void cancel_blocked_thread(void)
{
    const pthread_t thread = start(block, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
}

/* SIGEV_THREAD */

static sem_t fired;

static void on_timer(union sigval value)
{
    CHECK(value.sival_int == 42);
    sem_post(&fired);
}

static timer_t start_timer(void)
{
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_value.sival_int = 42};
    event.sigev_notify_function = on_timer;
    const struct itimerspec often = {{0, 1000000}, {0, 1000000}};
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    CHECK(timer_settime(timer, 0, &often, NULL) == 0);
    return timer;
}

static void wait_for_timer(int times)
{
    while (times > 0)
        times -= sem_wait(&fired) == 0;
    puts("fired");
}

static void timer_first(void)
{
    CHECK(sem_init(&fired, 0, 0) == 0);
    const timer_t timer = start_timer();
    wait_for_timer(3);
    for (int i = 0; i < 20; ++i)
        cancel_blocked_thread();
    wait_for_timer(20);
    CHECK(timer_delete(timer) == 0);
}

static void timer_second(void)
{
    CHECK(sem_init(&fired, 0, 0) == 0);
    cancel_blocked_thread();
    const timer_t timer = start_timer();
    wait_for_timer(3);
    cancel_blocked_thread();
    CHECK(timer_delete(timer) == 0);
}

/* setuid: every thread has to follow, by signal 33. */

static long user_of(pid_t tid)
{
    char path[64], line[128];
    long uid = -1;
    snprintf(path, sizeof path, "/proc/self/task/%d/status", (int)tid);
    FILE *file = fopen(path, "re");
    CHECK(file);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "Uid: %ld", &uid) == 1)
            break;
    fclose(file);
    return uid;
}

static void set_user(void)
{
    enum { count = 4, nobody = 65534 };
    pthread_t threads[count];
    pid_t tids[count];
    if (geteuid() != 0)
        skip("not root: setuid has nothing to change");
    cancel_blocked_thread();
    for (int i = 0; i < count; ++i) {
        threads[i] = start(block, NULL);
        wait_until_blocked();
        tids[i] = target_tid;
    }
    CHECK(setuid(nobody) == 0);
    for (int i = 0; i < count; ++i)
        printf("user=%ld\n", user_of(tids[i]));
    for (int i = 0; i < count; ++i) {
        flag_set(&target_tid, tids[i]);
        wait_until_blocked();  /* glibc >= 2.41 loses a request that meets the handler of 33 */
        CHECK(pthread_cancel(threads[i]) == 0);
        puts(join(threads[i]));
    }
    cancel_blocked_thread();
}

/* Masks */

static void *block_with_full_mask(void *unused)
{
    sigset_t full, now;
    sigfillset(&full);
    CHECK(pthread_sigmask(SIG_SETMASK, &full, NULL) == 0);
    CHECK(pthread_sigmask(SIG_BLOCK, NULL, &now) == 0);
    printf("usual=%d user=%d\n", sigismember(&now, SIGTERM), sigismember(&now, SIGUSR1));
    return block(unused);
}

static void full_mask(void)
{
    const pthread_t thread = start(block_with_full_mask, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
}

/* The whole process: threads inherit it. */
static void full_mask_inherited(void)
{
    sigset_t full, old;
    sigfillset(&full);
    CHECK(sigprocmask(SIG_SETMASK, &full, &old) == 0);
    cancel_blocked_thread();
    CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);
    cancel_blocked_thread();
}

/* Programs cannot take or read the hidden signals. */
static void hidden_signals(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t set;
    cancel_blocked_thread();
    for (int number = 32; number < 34; ++number)
        printf("%d: set=%d get=%d add=%d\n", number, sigaction(number, &action, NULL), sigaction(number, NULL, &action),
               sigaddset(&set, number));
    printf("first=%d\n", SIGRTMIN);
    cancel_blocked_thread();
}

/* Other processes */

static void *start_processes(void *unused)
{
    char line[64];
    int status;
    pid_t pid;
    char *const argv[] = {"sh", "-c", "exit 5", NULL};
    CHECK(posix_spawnp(&pid, "sh", NULL, NULL, argv, environ) == 0);
    CHECK(waitpid(pid, &status, 0) == pid);
    printf("spawn=%d\n", WEXITSTATUS(status));
    FILE *output = popen("echo from popen; exit 6", "re");
    CHECK(output && fgets(line, sizeof line, output));
    printf("%s", line);
    printf("popen=%d\n", WEXITSTATUS(pclose(output)));
    printf("system=%d\n", WEXITSTATUS(system("exit 7")));
    printf("missing=%d\n", posix_spawnp(&pid, "no-such-program-anywhere", NULL, NULL, argv, environ) == ENOENT);
    return unused;
}

static void processes(void)
{
    cancel_blocked_thread();
    puts(join(start(start_processes, NULL)));
}

/* A thread cancelled in popen()'s and system()'s company: the shell is gone too. */
static void *system_for_ever(void *unused)
{
    announce();
    (void)!system("exec sleep 1000");
    return unused;
}

static void cancel_in_system(void)
{
    const pthread_t thread = start(system_for_ever, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
    printf("children=%d\n", waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD ? 0 : 1);
}

/* C11 threads */

static int block_c11(void *unused)
{
    block(unused);
    return 0;
}

static void c11_threads(void)
{
    thrd_t thread;
    flag_set(&target_tid, 0);
    CHECK(thrd_create(&thread, block_c11, NULL) == thrd_success);
    wait_until_blocked();
    CHECK(pthread_cancel((pthread_t)thread) == 0);
    puts(join((pthread_t)thread));
}

static const struct named_case cases[] = {
    {"timer_first", timer_first},
    {"timer_second", timer_second},
    {"set_user", set_user},
    {"full_mask", full_mask},
    {"full_mask_inherited", full_mask_inherited},
    {"hidden_signals", hidden_signals},
    {"processes", processes},
    {"cancel_in_system", cancel_in_system},
    {"c11_threads", c11_threads},
};

int main(int argc, char **argv)
{
    CHECK(pipe(fds) == 0);
    return run_named_case(cases, sizeof cases / sizeof cases[0], argc, argv);
}
