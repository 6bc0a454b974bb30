/* SPDX-License-Identifier: MIT */
/*
 * Cancels threads in ways that are to be counted, or traced.  The case is the first
 * argument; a second one says how it ends: exit (or nothing), abort or kill.
 */
#include "../programs/target.h"

#include <poll.h>
#include <sys/wait.h>

#include <safecancel/safecancel.h>

static int pipe_ends[2];

static void *block_in_read(void *unused)
{
    char byte;
    announce();
    const ssize_t got = read(pipe_ends[0], &byte, 1);
    return unused != NULL && got < 0 && errno == ECANCELED ? unused : NULL;
}

static void *block_in_poll(void *unused)
{
    struct pollfd file = {pipe_ends[0], POLLIN, 0};
    announce();
    poll(&file, 1, -1);
    return unused;
}

static int never;

static void *block_inside_libc(void *unused)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_mutex_lock(&mutex);
    announce();
    while (!flag_get(&never))
        pthread_cond_wait(&condition, &mutex);
    return unused;
}

static void cancel_blocked(void *(*function)(void *), int times)
{
    while (times-- > 0) {
        const pthread_t thread = start(function, NULL);
        wait_until_blocked();
        CHECK(pthread_cancel(thread) == 0);
        CHECK(strcmp(join(thread), "canceled") == 0);
    }
}

/* A request that is there before the call. */
static void *write_cancelled(void *unused)
{
    pthread_cancel(pthread_self());
    (void)!write(pipe_ends[1], "x", 1);
    return unused;
}

static void *spin(void *unused)
{
    int old;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
    flag_set(&target_tid, 1);
    for (;;)
        sched_yield();
    return unused;
}

static void case_points(void)
{
    cancel_blocked(block_in_read, 2);
    cancel_blocked(block_in_poll, 1);
    cancel_blocked(block_inside_libc, 3);
    CHECK(strcmp(join(start(write_cancelled, NULL)), "canceled") == 0);
    const pthread_t thread = start(spin, NULL);
    wait_for(&target_tid);
    CHECK(pthread_cancel(thread) == 0);
    CHECK(strcmp(join(thread), "canceled") == 0);
}

static void case_read(void)
{
    cancel_blocked(block_in_read, 1);
}

/* Calls that complete, and take all of the time: the request finds the result on its way to the caller. */
static void *read_for_ever(void *unused)
{
    static char bytes[1024 * 1024];
    const int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    while (read(zero, bytes, sizeof bytes) > 0)
        flag_set(&target_tid, 1);
    return unused;
}

static void case_kept(void)
{
    for (int i = 0; i < 100; ++i) {
        const pthread_t thread = start(read_for_ever, NULL);
        wait_for(&target_tid);
        CHECK(pthread_cancel(thread) == 0);
        join(thread);
    }
}

/* A request while a user handler runs on top of a blocked call. */
static int in_handler, leave_handler;

static void on_user_signal(int number)
{
    (void)number;
    flag_set(&in_handler, 1);
    wait_for(&leave_handler);
}

static void case_raised(void)
{
    struct sigaction action = {0};
    action.sa_handler = on_user_signal;
    action.sa_flags = SA_RESTART;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    const pthread_t thread = start(block_in_read, NULL);
    wait_until_blocked();
    pthread_kill(thread, SIGUSR1);
    wait_for(&in_handler);
    CHECK(pthread_cancel(thread) == 0);
    const struct timespec moment = {0, 50000000};
    nanosleep(&moment, NULL);
    flag_set(&leave_handler, 1);
    CHECK(strcmp(join(thread), "canceled") == 0);
}

static void case_error(void)
{
    CHECK(safecancel_available() != 0);
    void *result = NULL;
    const pthread_t thread = start(block_in_read, &never);
    wait_until_blocked();
    CHECK(safecancel_interrupt(thread) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == &never);
}

static void ends_as(const char *how)
{
    if (how != NULL && strcmp(how, "abort") == 0)
        abort();
    if (how != NULL && strcmp(how, "kill") == 0)
        kill(getpid(), SIGKILL);
}

/* The child counts one, and leaves its page by being killed; so does its parent, with two. */
static void case_fork(void)
{
    cancel_blocked(block_in_read, 2);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        cancel_blocked(block_in_poll, 1);
        kill(getpid(), SIGKILL);
    }
    CHECK(waitpid(child, NULL, 0) == child);
    printf("parent=%d child=%d\n", (int)getpid(), (int)child);
}

/* Children that have nothing to count, nor to leave. */
static void case_children(void)
{
    cancel_blocked(block_in_read, 2);
    for (int i = 0; i < 20; ++i) {
        const pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0)
            _exit(0);
        CHECK(waitpid(child, NULL, 0) == child);
    }
    const pid_t child = fork();
    if (child == 0) {
        int old;
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
        pthread_cancel(pthread_self());
        _exit(0);
    }
    CHECK(waitpid(child, NULL, 0) == child);
}

/* A child in its parent's memory: one becomes another program, one makes a request to the thread that it seems to be. */
static void case_vfork(void)
{
    int old;
    cancel_blocked(block_in_read, 2);
    pid_t child = vfork();
    if (child == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(127);
    }
    CHECK(waitpid(child, NULL, 0) == child);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    child = vfork();
    if (child == 0) {
        pthread_cancel(pthread_self());
        _exit(0);
    }
    CHECK(waitpid(child, NULL, 0) == child);
    cancel_blocked(block_in_read, 1);
}

static char **arguments;

/* The program that it becomes has a page of its own, in place of this one's. */
static void case_exec(void)
{
    cancel_blocked(block_in_read, 5);
    execl("/proc/self/exe", arguments[0], "read", "abort", (char *)NULL);
    CHECK(!"execl");
}

/* As daemons do: another directory, no descriptor, and the numbers used again. */
static void case_daemon(void)
{
    CHECK(chdir("/") == 0);
    for (int fd = 2; fd < 1024; ++fd)
        close(fd);
    const char *other = getenv("OTHER_FILE");
    int fd = other != NULL ? open(other, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    for (int i = 195; i < 215; ++i)
        CHECK(dup2(fd, i) == i);
    CHECK(pipe(pipe_ends) == 0);
    cancel_blocked(block_in_read, 1);
}

static void *block_here(void *unused)
{
    return block_in_read(unused);
}

static void *block_with_name(void *unused)
{
    pthread_setname_np(pthread_self(), "a \"b\\c\n");
    return block_here(unused);
}

static void case_stack(void)
{
    printf("tid=%ld function=%p\n", syscall(SYS_gettid), (void *)block_in_read);
    const pthread_t thread = start(block_with_name, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    join(thread);
}

#define CROWD 60

static void case_crowd(void)
{
    pthread_t threads[CROWD];
    for (int i = 0; i < CROWD; ++i) {
        threads[i] = start(block_in_read, NULL);
        wait_until_blocked();
    }
    for (int i = 0; i < CROWD; ++i)
        CHECK(pthread_cancel(threads[i]) == 0);
    for (int i = 0; i < CROWD; ++i)
        CHECK(strcmp(join(threads[i]), "canceled") == 0);
}

/* They stay for those who look at them from outside, who wait for the file $READY. */
static void stay(void)
{
    const char *ready = getenv("READY");
    if (ready != NULL)
        CHECK(close(open(ready, O_WRONLY | O_CREAT, 0600)) == 0);
    sleep(25);
}

static void case_stay(void)
{
    cancel_blocked(block_in_read, 2);
    stay();
}

static void case_nothing(void)
{
    stay();
}

/* A child that has counted nothing, in memory that says what its parent has. */
static void case_child(void)
{
    cancel_blocked(block_in_read, 2);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child != 0)
        CHECK(waitpid(child, NULL, 0) == child);
    else
        stay();
}

/* The smallest stack that there may be. */
static void case_small(void)
{
    pthread_attr_t attributes;
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstacksize(&attributes, (size_t)sysconf(_SC_THREAD_STACK_MIN)) == 0);
    const pthread_t thread = start_with(&attributes, block_in_read, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    CHECK(strcmp(join(thread), "canceled") == 0);
}

int main(int argc, char **argv)
{
    static const struct named_case cases[] = {
        {"points", case_points}, {"read", case_read},     {"kept", case_kept},     {"raised", case_raised},
        {"error", case_error},   {"fork", case_fork},     {"children", case_children}, {"exec", case_exec},
        {"daemon", case_daemon}, {"stack", case_stack},   {"crowd", case_crowd},   {"stay", case_stay},
        {"nothing", case_nothing}, {"small", case_small},
        {"child", case_child},     {"vfork", case_vfork},
    };
    arguments = argv;
    CHECK(pipe(pipe_ends) == 0);
    const int status = run_named_case(cases, sizeof cases / sizeof *cases, argc > 2 ? 2 : argc, argv);
    fflush(stdout);
    ends_as(argc > 2 ? argv[2] : NULL);
    return status;
}
