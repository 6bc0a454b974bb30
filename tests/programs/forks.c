/* SPDX-License-Identifier: MIT */
/*
 * forks CASE: cancellation and fork(), vfork().  One function for each case; it
 * prints what it saw, and the driver knows what must stand there.
 */
#include "target.h"

#include <sys/wait.h>

static int fds[2];
static int flag;
static pid_t cleaned_in, child;
static char byte;

static int exit_status_of(pid_t pid)
{
    int status;
    CHECK(waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

static void note_process(void *unused)
{
    (void)unused;
    cleaned_in = (pid_t)syscall(SYS_getpid);
}

static void *block(void *unused)
{
    pthread_cleanup_push(note_process, NULL);
    announce();
    (void)!read(fds[0], &byte, 1);
    pthread_cleanup_pop(0);
    return unused;
}

static int cancels_a_thread(void)
{
    cleaned_in = 0;
    const pthread_t thread = start(block, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    return strcmp(join(thread), "canceled") == 0 && cleaned_in == getpid();
}

/* The child of a threaded process calls points, and makes and cancels threads. */
static void child_cancels(void)
{
    const pthread_t other = start(block, NULL);
    wait_until_blocked();
    child = fork();
    if (child == 0) {
        int own[2];
        CHECK(pipe(own) == 0 && write(own[1], "x", 1) == 1 && read(own[0], &byte, 1) == 1);
        _exit(cancels_a_thread() ? 7 : 1);
    }
    printf("child=%d\n", exit_status_of(child));
    CHECK(pthread_cancel(other) == 0);
    printf("%s\n", join(other));
}

/* A grandchild too: what arming did must survive more than one fork. */
static void grandchild_cancels(void)
{
    CHECK(cancels_a_thread());
    child = fork();
    if (child == 0) {
        const pid_t grandchild = fork();
        if (grandchild == 0)
            _exit(cancels_a_thread() ? 8 : 1);
        const int status = exit_status_of(grandchild);
        _exit(cancels_a_thread() ? status : 1);
    }
    printf("grandchild=%d\n", exit_status_of(child));
    printf("again=%d\n", cancels_a_thread());
}

/* A request that was pending in the thread that forks is pending in the child's only thread too. */
static void child_exits(void *unused)
{
    (void)unused;
    _exit(9);
}

static void *fork_with_request(void *unused)
{
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_cancel(pthread_self());
    child = fork();
    if (child == 0) {
        pthread_cleanup_push(child_exits, NULL);
        pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
        (void)!read(fds[0], &byte, 1);
        _exit(1);
        pthread_cleanup_pop(0);
    }
    const int status = exit_status_of(child);
    printf("child=%d\n", status);
    fflush(stdout);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    (void)!read(fds[0], &byte, 1);
    return unused;
}

static void pending_parent(void)
{
    puts(join(start(fork_with_request, NULL)));
}

/* Requests that come anywhere in or around fork(): 200 times. */
static void *fork_for_ever(void *unused)
{
    announce();
    for (;;) {
        const pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        CHECK(pid > 0);
        flag_set(&flag, flag_get(&flag) + 1);
        waitpid(pid, NULL, 0);
    }
    return unused;
}

static void target_forks(void)
{
    int canceled = 0, failed = 0, status;
    for (int round = 0; round < 200; ++round) {
        flag_set(&flag, 0);
        const pthread_t thread = start(fork_for_ever, NULL);
        while (round % 4 && flag_get(&flag) < round % 4)
            sched_yield();
        CHECK(pthread_cancel(thread) == 0);
        canceled += strcmp(join(thread), "canceled") == 0;
        while (waitpid(-1, &status, 0) > 0)
            failed += status != 0;
    }
    printf("canceled=%d failed=%d\n", canceled, failed);
}

/*
 * A vfork child runs on its parent's thread: same TLS, same cancellation state.
 * The parent is cancelled while the child goes on to call points; the child must
 * neither act for its parent nor stop.  The child may only touch what is volatile.
 */
static volatile pid_t vforked;
static int child_runs, request_made;

static void __attribute__((noinline)) child_of_vfork(int blocks)
{
    vforked = (pid_t)syscall(SYS_getpid);
    flag_set(&child_runs, 1);
    if (!blocks)
        while (!flag_get(&request_made)) {
        }
    const int got = read(fds[0], &byte, 1) == 1 && read(fds[0], &byte, 1) == 1;
    _exit(got ? 17 : 1);
}

static void *vfork_and_wait(void *blocks)
{
    pthread_cleanup_push(note_process, NULL);
    const pid_t pid = vfork();
    if (pid == 0)
        child_of_vfork(blocks != NULL);
    (void)!read(fds[0], &byte, 1);
    pthread_cleanup_pop(0);
    return NULL;
}

static char state_of_process(pid_t pid)
{
    char path[64], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (file) {
        CHECK(fscanf(file, "%*d (%*[^)]) %c", &state) == 1);
        fclose(file);
    }
    return state;
}

static void vfork_child(int blocks)
{
    const pthread_t thread = start(vfork_and_wait, blocks ? &flag : NULL);
    wait_for(&child_runs);
    while (blocks && state_of_process(vforked) != 'S')
        sched_yield();
    CHECK(pthread_cancel(thread) == 0);
    flag_set(&request_made, 1);
    CHECK(write(fds[1], "xy", 2) == 2);
    const char *result = join(thread);
    printf("%s child=%d cleanup=%s\n", result, exit_status_of(vforked),
           cleaned_in == getpid() ? "parent" : cleaned_in ? "child" : "none");
}

static void vfork_running(void) { vfork_child(0); }
static void vfork_blocked(void) { vfork_child(1); }

static const struct named_case cases[] = {
    {"child_cancels", child_cancels},   {"grandchild_cancels", grandchild_cancels},
    {"pending_parent", pending_parent}, {"target_forks", target_forks},
    {"vfork_running", vfork_running},   {"vfork_blocked", vfork_blocked},
};

int main(int argc, char **argv)
{
    CHECK(pipe(fds) == 0);
    return run_named_case(cases, sizeof cases / sizeof cases[0], argc, argv);
}
