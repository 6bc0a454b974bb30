/* SPDX-License-Identifier: MIT */
/*
 *   ecanceled_table            the table of docs/ecanceled.md, on this C library
 *   ecanceled_table NAME       its row: the columns, with a vertical bar in between
 *
 * What functions of the C library return, and leave in errno, when the thread that
 * waits in them is interrupted.  Each row is a process of its own.  A function
 * that goes on waiting is let end, and the next point fails.
 */
#include "themes.h"

#include <aio.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <syslog.h>
#include <threads.h>

#include "probe.h"

enum { UNTOUCHED = 4242 };

static atomic_int tid, returned, may_end;
static int saved_errno, failing, ends[2], own_child;
static char result[64];
static FILE *stream;
static char buffer[64];

#define TELL(...) ((void)snprintf(result, sizeof result, __VA_ARGS__), saved_errno = errno)
#define TELL_POINTER(value) TELL("%s", (value) ? "a pointer" : "`NULL`")
#define TELL_NUMBER(value) TELL("%ld", (long)(value))
#define TELL_ERROR(value) tell_error(value)

static const char *name_of(int error)
{
    switch (error) {
    case UNTOUCHED: return "unchanged";
    case ECANCELED: return "`ECANCELED`";
    case EINTR: return "`EINTR`";
    case 0: return "0";
    default: return strerror(error);
    }
}

/* Of functions that return an error number. */
static void tell_error(int value) { TELL("%s", name_of(value)); }

static struct timespec far(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_sec += 1000;
    return time;
}

/* --- what they wait for --- */

static void empty_pipe(void)
{
    EXPECT(pipe(ends) == 0);
    stream = fdopen(ends[0], "r");
}

static void fill_pipe(void)
{
    static const char page[4096];
    EXPECT(pipe(ends) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 0);
    EXPECT(write(ends[1], page, sizeof page) == (ssize_t)sizeof page);
    stream = fdopen(ends[1], "w");
}

static void data_for_full_pipe(void)
{
    fill_pipe();
    EXPECT(fputs("data", stream) >= 0);
}

static void unbuffered_for_full_pipe(void)
{
    fill_pipe();
    setvbuf(stream, NULL, _IONBF, 0);
}

static void input_is_silent(void)
{
    EXPECT(pipe(ends) == 0 && dup2(ends[0], 0) == 0);
}

static void a_fifo(void) { EXPECT(mkfifo("fifo", 0600) == 0); }

static sem_t semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static mtx_t plain_mutex;
static cnd_t plain_condition;
static pthread_t other;
static int signalled;

static void no_token(void) { EXPECT(sem_init(&semaphore, 0, 0) == 0); }

static void *ends_later(void *unused)
{
    while (!atomic_load(&may_end))
        usleep(1000);
    return unused;
}

static void a_thread(void) { EXPECT(pthread_create(&other, NULL, ends_later, NULL) == 0); }

static void a_plain_condition(void)
{
    EXPECT(mtx_init(&plain_mutex, mtx_plain) == thrd_success && cnd_init(&plain_condition) == thrd_success);
}

static void a_locked_file(void)
{
    int taken[2];
    char byte;
    own_child = 1;
    EXPECT((ends[0] = open("locked", O_RDWR | O_CREAT, 0600)) >= 0 && pipe(taken) == 0);
    if (fork() == 0) {
        EXPECT(lockf(ends[0], F_LOCK, 0) == 0);
        close(taken[1]);
        pause();
    }
    close(taken[1]);
    EXPECT(read(taken[0], &byte, 1) == 0);
}

static mqd_t queue;

static void an_empty_queue(void)
{
    const struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 8};
    snprintf(buffer, sizeof buffer, "/safecancel-table-%d", (int)getpid());
    queue = mq_open(buffer, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    if (queue == (mqd_t)-1)
        skip("no message queues here");
    mq_unlink(buffer);
}

static struct aiocb control;

static void a_slow_read(void)
{
    empty_pipe();
    control.aio_fildes = ends[0];
    control.aio_buf = buffer;
    control.aio_nbytes = 1;
    EXPECT(aio_read(&control) == 0);
}

static struct sockaddr_in server;

/* A name server that is a socket of ours, and silent. */
static void a_silent_server(void)
{
    socklen_t size = sizeof server;
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&server, sizeof server) != 0 ||
        getsockname(fd, (struct sockaddr *)&server, &size) != 0)
        skip("no loopback sockets");
}

static void a_full_standard_error(void)
{
    fill_pipe();
    EXPECT(dup2(ends[1], 2) == 2);
    openlog("table", LOG_PERROR, LOG_USER);
}

static void nothing(void) {}

/* --- what lets one end that goes on waiting --- */

static void post(void) { sem_post(&semaphore); }
static void put_line(void) { EXPECT(write(ends[1], "line\n", 5) == 5); }

static void signal_condition(void)
{
    pthread_mutex_lock(&mutex);
    signalled = 1;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
}

static void signal_plain(void)
{
    mtx_lock(&plain_mutex);
    signalled = 1;
    cnd_signal(&plain_condition);
    mtx_unlock(&plain_mutex);
}

static void let_other_end(void) { atomic_store(&may_end, 1); }
static void cannot_end(void) { EXPECT(!"it goes on"); }

/* --- the calls --- */

static void call_fgets(void) { TELL_POINTER(fgets(buffer, sizeof buffer, stream)); }
static void call_fgetc(void) { TELL("%s", fgetc(stream) == EOF ? "`EOF`" : "a byte"); }
static void call_fread(void) { TELL_NUMBER(fread(buffer, 1, 8, stream)); }
static void call_scanf(void) { TELL("%s", scanf("%s", buffer) == EOF ? "`EOF`" : "a number"); }

static void call_getline(void)
{
    char *line = NULL;
    size_t size = 0;
    TELL_NUMBER(getline(&line, &size, stream));
}

static void call_fopen(void) { TELL_POINTER(fopen("fifo", "r")); }
static void call_fflush(void) { TELL("%s", fflush(stream) == EOF ? "`EOF`" : "0"); }
static void call_fclose(void)
{
    FILE *const closed = stream;
    stream = NULL;
    TELL("%s", fclose(closed) == EOF ? "`EOF`" : "0");
}
static void call_fputs(void) { TELL("%s", fputs("data", stream) == EOF ? "`EOF`" : "0"); }
static void call_fwrite(void) { TELL_NUMBER(fwrite("data", 1, 4, stream)); }
static void call_fprintf(void) { TELL_NUMBER(fprintf(stream, "%s", "data")); }
static void call_system(void) { TELL_NUMBER(system("read x")); }

static void call_pclose(void)
{
    FILE *const child = popen("read x", "r");
    EXPECT(child != NULL);
    errno = UNTOUCHED;
    TELL_NUMBER(pclose(child));
}

static void call_popen_read(void)
{
    own_child = 1;
    stream = popen("read x", "r");
    errno = UNTOUCHED;
    TELL_POINTER(fgets(buffer, sizeof buffer, stream));
}

static void call_getaddrinfo(void)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    res_init();
    _res.nscount = 1;
    _res.nsaddr_list[0] = server;
    _res.retry = 1;
    _res.retrans = 100;
    const int error = getaddrinfo("no-such-host.invalid.", NULL, &hints, &found);
    TELL("%s", error == EAI_AGAIN ? "`EAI_AGAIN`" : error == EAI_SYSTEM ? "`EAI_SYSTEM`" : gai_strerror(error));
    saved_errno = 0;
}

static void call_syslog(void)
{
    syslog(LOG_DEBUG, "message");
    TELL("nothing");
    saved_errno = 0;
}

static void call_sem_wait(void) { TELL_NUMBER(sem_wait(&semaphore)); }

static void call_sem_timedwait(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    TELL_NUMBER(sem_timedwait(&semaphore, &time));
}

static void call_sem_clockwait(void)
{
    const struct timespec time = far(CLOCK_MONOTONIC);
    TELL_NUMBER(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &time));
}

static void call_cond_wait(void)
{
    int error = 0;
    pthread_mutex_lock(&mutex);
    while (!signalled && error == 0)
        error = pthread_cond_wait(&condition, &mutex);
    TELL_ERROR(error);
    pthread_mutex_unlock(&mutex);
}

static void call_cond_timedwait(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    int error = 0;
    pthread_mutex_lock(&mutex);
    while (!signalled && error == 0)
        error = pthread_cond_timedwait(&condition, &mutex, &time);
    TELL_ERROR(error);
    pthread_mutex_unlock(&mutex);
}

static void call_cnd_wait(void)
{
    int error = thrd_success;
    mtx_lock(&plain_mutex);
    while (!signalled && error == thrd_success)
        error = cnd_wait(&plain_condition, &plain_mutex);
    TELL("%s", error == thrd_success ? "`thrd_success`" : "`thrd_error`");
    mtx_unlock(&plain_mutex);
}

static void call_join(void) { TELL_ERROR(pthread_join(other, NULL)); }

static void call_timedjoin(void)
{
    const struct timespec time = far(CLOCK_REALTIME);
    TELL_ERROR(pthread_timedjoin_np(other, NULL, &time));
}

static void call_thrd_join(void) { TELL("%s", thrd_join(other, NULL) == thrd_success ? "`thrd_success`" : "`thrd_error`"); }
static void call_sleep(void) { TELL("%s", sleep(1000) > 0 ? "the seconds left" : "0"); }
static void call_usleep(void) { TELL_NUMBER(usleep(100000000)); }

static void call_nanosleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_NUMBER(nanosleep(&time, NULL));
}

static void call_clock_nanosleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_ERROR(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL));
}

static void call_thrd_sleep(void)
{
    const struct timespec time = {1000, 0};
    TELL_NUMBER(thrd_sleep(&time, NULL));
}

static void call_lockf(void) { TELL_NUMBER(lockf(ends[0], F_LOCK, 0)); }
static void call_mq_receive(void) { TELL_NUMBER(mq_receive(queue, buffer, sizeof buffer, NULL)); }
static void call_pause(void) { TELL_NUMBER(pause()); }

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void call_sigpause(void) { TELL_NUMBER(sigpause(SIGUSR1)); }

static void call_sigwait(void)
{
    sigset_t usr1;
    int number;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    TELL_ERROR(sigwait(&usr1, &number));
}

static void call_aio_suspend(void)
{
    const struct aiocb *const list[] = {&control};
    TELL_NUMBER(aio_suspend(list, 1, NULL));
}

static const struct row {
    const char *name, *wait;
    void (*prepare)(void);
    void (*call)(void);
    void (*let_end)(void);
} rows[] = {
    {"fgets", "an empty pipe", empty_pipe, call_fgets, cannot_end},
    {"fgetc", "an empty pipe", empty_pipe, call_fgetc, cannot_end},
    {"fread", "an empty pipe", empty_pipe, call_fread, cannot_end},
    {"getline", "an empty pipe", empty_pipe, call_getline, cannot_end},
    {"scanf", "an empty pipe", input_is_silent, call_scanf, cannot_end},
    {"fopen", "a FIFO without a writer", a_fifo, call_fopen, cannot_end},
    {"fflush", "a full pipe", data_for_full_pipe, call_fflush, cannot_end},
    {"fclose", "a full pipe, with data to write", data_for_full_pipe, call_fclose, cannot_end},
    {"fputs", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fputs, cannot_end},
    {"fwrite", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fwrite, cannot_end},
    {"fprintf", "a full pipe, unbuffered", unbuffered_for_full_pipe, call_fprintf, cannot_end},
    {"system", "its child", input_is_silent, call_system, put_line},
    {"popen", "its child's output, by `fgets`", input_is_silent, call_popen_read, cannot_end},
    {"pclose", "its child", input_is_silent, call_pclose, put_line},
    {"getaddrinfo", "a silent name server", a_silent_server, call_getaddrinfo, cannot_end},
    {"syslog", "a full standard error", a_full_standard_error, call_syslog, cannot_end},
    {"sem_wait", "a token", no_token, call_sem_wait, post},
    {"sem_timedwait", "a token", no_token, call_sem_timedwait, post},
    {"sem_clockwait", "a token", no_token, call_sem_clockwait, post},
    {"pthread_cond_wait", "a signal", nothing, call_cond_wait, signal_condition},
    {"pthread_cond_timedwait", "a signal", nothing, call_cond_timedwait, signal_condition},
    {"cnd_wait", "a signal", a_plain_condition, call_cnd_wait, signal_plain},
    {"pthread_join", "a thread", a_thread, call_join, let_other_end},
    {"pthread_timedjoin_np", "a thread", a_thread, call_timedjoin, let_other_end},
    {"thrd_join", "a thread", a_thread, call_thrd_join, let_other_end},
    {"aio_suspend", "a read", a_slow_read, call_aio_suspend, put_line},
    {"sleep", "time", nothing, call_sleep, cannot_end},
    {"usleep", "time", nothing, call_usleep, cannot_end},
    {"nanosleep", "time", nothing, call_nanosleep, cannot_end},
    {"clock_nanosleep", "time", nothing, call_clock_nanosleep, cannot_end},
    {"thrd_sleep", "time", nothing, call_thrd_sleep, cannot_end},
    {"lockf", "another's lock", a_locked_file, call_lockf, cannot_end},
    {"mq_receive", "a message", an_empty_queue, call_mq_receive, cannot_end},
    {"pause", "a signal", nothing, call_pause, cannot_end},
    {"sigpause", "a signal", nothing, call_sigpause, cannot_end},
    {"sigwait", "a signal", nothing, call_sigwait, cannot_end},
};

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
    printf("%s | %s%s%s%s |\n", saved_errno ? name_of(saved_errno) : "-", went_on ? "goes on waiting" : "fails",
           failing == 1 ? "; the next point fails" : failing ? "; two points fail" : "",
           error_set ? "; the stream has its error indicator set" : "",
           children ? "; its child is left" : "");
}

static void play(const struct row *row)
{
    pthread_t thread;
    EXPECT(safecancel_available() == 2);
    row->prepare();
    EXPECT(pthread_create(&thread, NULL, calls, (void *)row) == 0);
    wait_until_asleep(&tid);
    EXPECT(safecancel_interrupt(thread) == 0);
    const int went_on = !returns_within(200);
    if (went_on)
        row->let_end();
    EXPECT(pthread_join(thread, NULL) == 0);
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

int main(int argc, char **argv)
{
    if (argc == 1)
        printf("| function | waits for | returns | `errno` | interrupted, it |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i)
        if (argc == 1 || strcmp(argv[1], rows[i].name) == 0)
            tell_row(&rows[i]);
    return 0;
}
