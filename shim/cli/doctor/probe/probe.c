/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include <gnu/libc-version.h>
#include <time.h>

int target_tid;
long target_result;

static const struct blocking_call *target_call;
static int target_state;

void cannot(const char *what)
{
    printf("why %s: %s\ndone\n", what, strerror(errno));
    exit(0);
}

void report_tally(const char *name, const struct tally *tally)
{
    printf("%s tried=%d met=%d seen=%d\n", name, tally->tried, tally->met, tally->seen);
    fflush(stdout);
}

void sleep_ms(int milliseconds)
{
    const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

static void *target(void *unused)
{
    (void)unused;
    pthread_setcancelstate(target_state, NULL);
    flag_set(&target_tid, (int)syscall(SYS_gettid));
    const long result = target_call->call();
    __atomic_store_n(&target_result, result < 0 ? -errno : result, __ATOMIC_SEQ_CST);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    return NULL;
}

pthread_t start_call(const struct blocking_call *call, int state)
{
    pthread_t thread;
    if (call->prepare)
        call->prepare();
    target_call = call;
    target_state = state;
    target_result = no_result;
    flag_set(&target_tid, 0);
    const int error = pthread_create(&thread, NULL, target, NULL);
    if (error != 0) {
        errno = error;
        cannot("no thread can be made");
    }
    return thread;
}

/* R, S, D, Z...; 0 when the thread is gone. */
static char state_of(int tid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0)
        return 0;
    text[got] = 0;
    const char *end = strrchr(text, ')');
    return end && end[1] ? end[2] : 0;
}

static int has_ended(char state)
{
    return state == 0 || state == 'Z' || state == 'X';
}

int is_blocked(void)
{
    for (int i = 0; i < 2000; ++i) {
        const int tid = flag_get(&target_tid);
        const char state = tid == 0 ? 'R' : state_of(tid);
        if (state == 'S')
            return 1;
        if (tid != 0 && has_ended(state))
            return 0;
        if (i < 200)
            sched_yield();
        else
            sleep_ms(1);
    }
    return 0;
}

enum course watch(int milliseconds)
{
    int asleep = 0;
    for (int i = 0; i < 2000 && asleep < milliseconds; ++i) {
        if (result_get() != no_result)
            return returned;
        const char state = state_of(flag_get(&target_tid));
        if (has_ended(state))
            return ended;
        asleep = state == 'S' ? asleep + 1 : 0;
        sleep_ms(1);
    }
    return asleep >= milliseconds ? stays_blocked : unclear;
}

int finish(const struct blocking_call *call, pthread_t thread)
{
    void *result;
    call->release();
    pthread_join(thread, &result);
    return result == PTHREAD_CANCELED;
}

/* One thread, so that the preloaded object is armed and says what it found. */
static void *nothing(void *argument)
{
    return argument;
}

static void case_idle(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, nothing, NULL) == 0)
        pthread_join(thread, NULL);
    printf("libc %s\n", gnu_get_libc_version());
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } cases[] = {{"D1", case_results},  {"D2", case_handlers}, {"D3", case_requests}, {"D4", case_no_point},
                 {"D5", case_disabled}, {"D6", case_price},    {"D7", case_fortified}, {"D8", case_mask},
                 {"idle", case_idle}};
    for (size_t i = 0; argc == 2 && i < sizeof cases / sizeof cases[0]; ++i)
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
            puts("done");
            return 0;
        }
    if (argc > 2 && strcmp(argv[1], "owners") == 0) {
        tell_owners(argv + 2);
        return 0;
    }
    fprintf(stderr, "usage: safecancel-probe D1|...|D8|idle|owners NAME...: see safecancel doctor\n");
    return 2;
}
