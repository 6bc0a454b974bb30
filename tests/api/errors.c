/* SPDX-License-Identifier: MIT */
/*
 * errors NAME: one situation of cancellation as an error, with the object
 * preloaded.  Exit status 0 if all was as docs/ecanceled.md promises; else 1, and
 * the line of this file that was not so.
 */
#define _GNU_SOURCE
#include <safecancel/safecancel.h>

#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXPECT(condition)                                                     \
    do {                                                                      \
        if (!(condition)) {                                                   \
            printf("line %d: %s (errno %d)\n", __LINE__, #condition, errno);  \
            fflush(stdout);                                                   \
            _exit(1);                                                         \
        }                                                                     \
    } while (0)

static int ends[2]; /* of a pipe */

static void give(int bytes)
{
    while (bytes-- > 0)
        EXPECT(syscall(SYS_write, ends[1], "x", 1) == 1); /* no point */
}

static int reads(void)
{
    char byte;
    errno = 0;
    return (int)read(ends[0], &byte, 1);
}

static int fails(void)
{
    return reads() == -1 && errno == ECANCELED;
}

static struct timespec after(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += milliseconds / 1000;
    time.tv_nsec += milliseconds % 1000 * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        ++time.tv_sec;
    }
    return time;
}

/* ---- Another thread, that is let block before something is done to it. ---- */

static pid_t other;

static void *as_other(void *body)
{
    __atomic_store_n(&other, (pid_t)syscall(SYS_gettid), __ATOMIC_SEQ_CST);
    return (*(void *(**)(void))body)();
}

static int is_asleep(pid_t tid)
{
    char name[64], text[256] = "";
    FILE *file;
    snprintf(name, sizeof name, "/proc/self/task/%d/stat", (int)tid);
    if (!(file = fopen(name, "r")))
        return 0;
    const size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return got > 0 && strstr(text, ") S ") != NULL;
}

/* Starts the body in a thread and waits until it is blocked. */
static pthread_t blocked(void *(**body)(void))
{
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, as_other, body) == 0);
    while (!__atomic_load_n(&other, __ATOMIC_SEQ_CST) || !is_asleep(other))
        usleep(1000);
    return thread;
}

static void *result_of(pthread_t thread)
{
    void *result;
    EXPECT(pthread_join(thread, &result) == 0);
    return result;
}

static void *read_twice(void)
{
    EXPECT(fails());
    EXPECT(safecancel_pending() == 0);
    EXPECT(reads() == 1);
    return NULL;
}

/* ---- Interrupts ---- */

static void before_a_point(void)
{
    give(1);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(safecancel_pending() == 1);
    read_twice();
}

static void while_blocked(void)
{
    static void *(*body)(void) = read_twice;
    const pthread_t thread = blocked(&body);
    EXPECT(safecancel_interrupt(thread) == 0);
    usleep(10000);
    give(1);
    EXPECT(result_of(thread) == NULL);
}

static void twice_is_once(void)
{
    give(1);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    read_twice();
}

static void taken_back(void)
{
    give(1);
    EXPECT(safecancel_clear() == 0);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(safecancel_clear() == 1);
    EXPECT(safecancel_clear() == 0);
    EXPECT(safecancel_pending() == 0);
    EXPECT(reads() == 1);
}

static void while_disabled(void)
{
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    before_a_point();
}

static void close_leaves_it(void)
{
    const int copy = dup(ends[0]);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(close(copy) == 0);
    EXPECT(safecancel_pending() == 1);
    give(1);
    read_twice();
}

static void *nothing(void)
{
    return NULL;
}

static void exited(void)
{
    static void *(*body)(void) = nothing;
    pthread_t thread;
    char name[64];
    EXPECT(pthread_create(&thread, NULL, as_other, &body) == 0);
    while (!__atomic_load_n(&other, __ATOMIC_SEQ_CST))
        usleep(1000);
    snprintf(name, sizeof name, "/proc/self/task/%d", (int)other);
    while (access(name, F_OK) == 0)
        usleep(1000);
    EXPECT(safecancel_interrupt(thread) == ESRCH);
    EXPECT(result_of(thread) == NULL);
}

static void forked(void)
{
    int status;
    give(2);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    const pid_t child = fork();
    EXPECT(child >= 0);
    if (child == 0) {
        EXPECT(safecancel_pending() == 0);
        EXPECT(reads() == 1);
        EXPECT(safecancel_interrupt(pthread_self()) == 0);
        EXPECT(fails());
        _exit(0);
    }
    EXPECT(fails());
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
}

/* ---- Handlers ---- */

static void break_it(int number, siginfo_t *information, void *ucontext)
{
    (void)number, (void)information;
    EXPECT(safecancel_break_from_handler(ucontext) == 0);
}

static void install(int flags)
{
    struct sigaction action = {.sa_sigaction = break_it, .sa_flags = SA_SIGINFO | flags};
    EXPECT(sigaction(SIGUSR1, &action, NULL) == 0);
    EXPECT(safecancel_break_from_handler(NULL) == EINVAL);
}

static void broken(int flags)
{
    static void *(*body)(void) = read_twice;
    install(flags);
    const pthread_t thread = blocked(&body);
    EXPECT(pthread_kill(thread, SIGUSR1) == 0);
    usleep(10000);
    give(1);
    EXPECT(result_of(thread) == NULL);
}

static void broken_restarting(void)
{
    broken(SA_RESTART);
}

static void broken_not_restarting(void)
{
    broken(0);
}

static void broken_outside(void)
{
    install(SA_RESTART);
    give(1);
    EXPECT(raise(SIGUSR1) == 0);
    read_twice();
}

/* ---- Deadlines ---- */

static void deadline(void)
{
    struct safecancel_deadline scope;
    const struct timespec when = after(50);
    struct timespec now;
    EXPECT(safecancel_deadline_begin(&scope, &when) == 0);
    EXPECT(fails());
    clock_gettime(CLOCK_MONOTONIC, &now);
    EXPECT(now.tv_sec > when.tv_sec || (now.tv_sec == when.tv_sec && now.tv_nsec >= when.tv_nsec));
    give(1);
    EXPECT(fails() && fails());
    EXPECT(safecancel_deadline_end(&scope) == 0);
    EXPECT(reads() == 1);
}

static void deadlines_nest(void)
{
    struct safecancel_deadline outer, inner;
    const struct timespec soon = after(20), late = after(100000);
    EXPECT(safecancel_deadline_begin(&outer, &soon) == 0);
    EXPECT(safecancel_deadline_begin(&inner, &late) == 0);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
    EXPECT(fails());
    EXPECT(safecancel_deadline_end(&inner) == 0);
    EXPECT(fails());
    EXPECT(safecancel_deadline_end(&outer) == 0);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
    EXPECT(safecancel_deadline_begin(&outer, &late) == 0);
    EXPECT(safecancel_deadline_begin(&inner, &soon) == 0);
    EXPECT(fails());
    EXPECT(safecancel_deadline_end(&inner) == 0);
    give(1);
    EXPECT(reads() == 1);
    EXPECT(safecancel_deadline_end(&outer) == 0);
}

static void deadline_refused(void)
{
    struct safecancel_deadline scope;
    struct timespec when = after(0);
    EXPECT(safecancel_deadline_begin(NULL, &when) == EINVAL);
    EXPECT(safecancel_deadline_begin(&scope, NULL) == EINVAL);
    when.tv_nsec = 1000000000;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    when.tv_nsec = -1;
    EXPECT(safecancel_deadline_begin(&scope, &when) == EINVAL);
    give(1);
    EXPECT(reads() == 1);
}

/* ---- With pthread_cancel ---- */

static int cleaned_up;

static void clean_up(void *unused)
{
    (void)unused;
    EXPECT(reads() == 1);
    cleaned_up = 1;
}

static void *read_masked(void)
{
    int old;
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, &old) == 0 && old == PTHREAD_CANCEL_ENABLE);
    EXPECT(fails());
    pthread_testcancel();
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0 && old == PTHREAD_CANCEL_DISABLE);
    EXPECT(reads() == 1);
    EXPECT(pthread_setcancelstate(SAFECANCEL_CANCEL_MASKED, NULL) == 0);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0 && old == SAFECANCEL_CANCEL_MASKED);
    pthread_testcancel();
    return NULL;
}

static void masked(void)
{
    static void *(*body)(void) = read_masked;
    const pthread_t thread = blocked(&body);
    EXPECT(pthread_cancel(thread) == 0);
    usleep(10000);
    give(1);
    EXPECT(result_of(thread) == PTHREAD_CANCELED);
}

static void *read_with_both(void)
{
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
    EXPECT(pthread_cancel(pthread_self()) == 0);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    give(2);
    EXPECT(fails());
    EXPECT(reads() == 1);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    pthread_cleanup_push(clean_up, NULL);
    EXPECT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
    reads();
    pthread_cleanup_pop(0);
    return NULL;
}

static void cancel_wins(void)
{
    static void *(*body)(void) = read_with_both;
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, as_other, &body) == 0);
    EXPECT(result_of(thread) == PTHREAD_CANCELED);
    EXPECT(cleaned_up);
}

/* ---- Inside libc ---- */

static sem_t semaphore;

static void *wait_in_libc(void)
{
    char line[16];
    FILE *stream = fdopen(ends[0], "r");
    EXPECT(sem_wait(&semaphore) == -1 && errno == ECANCELED);
    EXPECT(sem_trywait(&semaphore) == -1 && errno == EAGAIN);
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(fgets(line, sizeof line, stream) == NULL && errno == ECANCELED && ferror(stream) && !feof(stream));
    EXPECT(safecancel_interrupt(pthread_self()) == 0);
    EXPECT(sleep(100) > 90);
    EXPECT(safecancel_pending() == 0);
    return NULL;
}

static void inside_libc(void)
{
    static void *(*body)(void) = wait_in_libc;
    if (safecancel_available() < 2)
        exit(77);
    EXPECT(sem_init(&semaphore, 0, 0) == 0);
    const pthread_t thread = blocked(&body);
    EXPECT(safecancel_interrupt(thread) == 0);
    EXPECT(result_of(thread) == NULL);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*body)(void);
    } situations[] = {
        {"before_a_point", before_a_point}, {"while_blocked", while_blocked}, {"twice_is_once", twice_is_once},
        {"taken_back", taken_back}, {"while_disabled", while_disabled}, {"close_leaves_it", close_leaves_it},
        {"exited", exited}, {"forked", forked}, {"broken_restarting", broken_restarting},
        {"broken_not_restarting", broken_not_restarting}, {"broken_outside", broken_outside}, {"deadline", deadline},
        {"deadlines_nest", deadlines_nest}, {"deadline_refused", deadline_refused}, {"masked", masked},
        {"cancel_wins", cancel_wins}, {"inside_libc", inside_libc},
    };
    EXPECT(argc == 2 && pipe(ends) == 0);
    EXPECT(safecancel_available() > 0);
    for (size_t i = 0; i < sizeof situations / sizeof *situations; ++i)
        if (strcmp(situations[i].name, argv[1]) == 0) {
            situations[i].body();
            return 0;
        }
    return 2;
}
