/* SPDX-License-Identifier: MIT */
/*
 * D1: the call completes, and a request meets its thread before that has the
 * result.  Each thread is held back when it is woken, so that the request comes
 * first.  Met: the kernel did the work, and the thread did not have the result
 * yet when the request had been made.  A lost result is the defect.
 */
#include "probe.h"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "hold_back.h"

/* On a busy machine a thread that is held back waits long for its turn: then fewer rounds, but always some. */
enum { rounds = 60, least = 10, page = 4096 };
static const double limit = 1.5; /* seconds for each call */

static int fds[2] = {-1, -1}, connection = -1, base;
static char buffer[page];
static struct sockaddr_un address;
static socklen_t address_size;

static void close_both(void)
{
    for (int i = 0; i < 2; ++i)
        if (fds[i] >= 0)
            close(fds[i]);
}

static void prepare_pipe(void)
{
    close_both();
    if (pipe2(fds, O_CLOEXEC) != 0)
        cannot("no pipe can be made");
}

static long do_read(void) { return read(fds[0], buffer, 1); }
static void put_byte(void) { (void)!write(fds[1], "x", 1); }

static int bytes_waiting(void)
{
    int count = 0;
    ioctl(fds[0], FIONREAD, &count);
    return count;
}

static int byte_taken(void) { return bytes_waiting() == 0; }

/* A write to a full pipe, which main empties. */
static void prepare_full_pipe(void)
{
    prepare_pipe();
    if (fcntl(fds[1], F_SETPIPE_SZ, page) != page || write(fds[1], buffer, page) != page)
        cannot("a pipe cannot be filled");
}

static long do_write(void) { return write(fds[1], buffer, page); }
static void empty_pipe(void) { (void)!read(fds[0], buffer, page); }
static int bytes_written(void) { return bytes_waiting() > 0; }

/* A connection; what is open from `base` up is what accept made. */
static void prepare_listener(void)
{
    close_both();
    fds[1] = -1;
    if (connection >= 0)
        close(connection);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path + 1, 40, "safecancel-probe-%d", (int)getpid());
    address_size = (socklen_t)(sizeof address.sun_family + 1 + strlen(address.sun_path + 1));
    fds[0] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fds[0] < 0 || connection < 0 || bind(fds[0], (struct sockaddr *)&address, address_size) != 0 ||
        listen(fds[0], 1) != 0)
        cannot("no local socket can be listened at");
    base = dup(0);
    close(base);
}

static long do_accept(void) { return accept(fds[0], NULL, NULL); }
static void do_connect(void) { (void)!connect(connection, (struct sockaddr *)&address, address_size); }

static int connection_accepted(void)
{
    const int there = fcntl(base, F_GETFD) >= 0;
    if (there)
        close(base);
    return there;
}

/* A byte that stdio reads; what it has put into the stream's buffer is not lost. */
static FILE *stream;

static void prepare_stream(void)
{
    prepare_pipe();
    stream = fdopen(dup(fds[0]), "r");
    if (stream == NULL)
        cannot("no stream can be made");
}

static long do_getc(void) { return getc_unlocked(stream); }

static int stream_took_byte(void)
{
    const int buffered = stream->_IO_read_end > stream->_IO_read_ptr;
    const int taken = byte_taken() && !buffered;
    fclose(stream);
    return taken;
}

static const struct {
    struct blocking_call call;
    int (*done)(void); /* after the round: the kernel did the work, and what it made or moved is nowhere else */
} scenarios[] = {
    {{"read", prepare_pipe, do_read, put_byte}, byte_taken},
    {{"write", prepare_full_pipe, do_write, empty_pipe}, bytes_written},
    {{"accept", prepare_listener, do_accept, do_connect}, connection_accepted},
    {{"getc", prepare_stream, do_getc, put_byte}, stream_took_byte},
};

/* Variants for the tests of the doctor: a request that comes too late, or too early, meets nothing. */
#ifndef SC_PROBE_LATE
#define SC_PROBE_LATE 0
#endif
#ifndef SC_PROBE_EARLY
#define SC_PROBE_EARLY 0
#endif

/* The thread sleeps in its call. */
static int make_request(const struct blocking_call *call, pthread_t thread)
{
    const int held = hold_back(flag_get(&target_tid));
    if (SC_PROBE_EARLY) {
        pthread_cancel(thread);
        watch(20);
    }
    call->release();
    if (SC_PROBE_LATE)
        watch(20);
    pthread_cancel(thread);
    return held && result_get() == no_result;
}

static void play(const struct blocking_call *call, int (*done)(void), struct tally *tally)
{
    const pthread_t thread = start_call(call, PTHREAD_CANCEL_ENABLE);
    const int blocked = is_blocked();
    const int before_result = make_request(call, thread);
    pthread_join(thread, NULL);
    const int had = result_get() >= 0, did = done();
    ++tally->tried;
    if (!blocked || !before_result || !did)
        return;
    ++tally->met;
    tally->seen += !had;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void case_results(void)
{
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; ++i) {
        struct tally tally = {0, 0, 0};
        const double end = now() + limit;
        for (int round = 0; round < rounds && (round < least || now() < end); ++round)
            play(&scenarios[i].call, scenarios[i].done, &tally);
        report_tally(scenarios[i].call.name, &tally);
    }
}
