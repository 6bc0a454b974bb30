/* SPDX-License-Identifier: MIT */
/*
 * Bytes through a pipe: read, write, their vector forms, splice, tee, vmsplice.
 * A reader blocks on an empty pipe, a writer on one that is full (one page).
 */
#include "scenario.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>

ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);

static const char *empty_pipe(struct run *run)
{
    make_pipe_to_read(run);
    return NULL;
}

static const char *full_pipe(struct run *run)
{
    make_pipe_to_write(run);
    fill(run->fd);
    memset(run->buffer, 'M', sizeof run->buffer);
    return NULL;
}

/* Without it libc makes another call, and leaves errno behind. */
static const char *empty_pipe_for_flags(struct run *run)
{
    return no_preadv2() ? no_preadv2() : empty_pipe(run);
}

static const char *full_pipe_for_flags(struct run *run)
{
    return no_preadv2() ? no_preadv2() : full_pipe(run);
}

/* Room for a part: all but the page that full_pipe() filled. */
static void drained_pipe(struct run *run)
{
    drain_peer(run);
}

static long bytes_in_peer(struct run *run)
{
    int mark;
    return drain(run->peer, &mark);
}

static long call_read(struct run *run) { return FN(read)(run->fd, run->buffer, 1); }
static long fail_read(struct run *run) { return FN(read)(-1, run->buffer, 1); }
static long call_read_chk(struct run *run) { return FN(__read_chk)(run->fd, run->buffer, 1, 1); }
static long fail_read_chk(struct run *run) { return FN(__read_chk)(-1, run->buffer, 1, 1); }
static long overflow_read_chk(struct run *run) { return FN(__read_chk)(run->fd, run->buffer, 2, 1); }
static long call_write(struct run *run) { return FN(write)(run->fd, run->buffer, 1); }
static long fail_write(struct run *run) { return FN(write)(-1, run->buffer, 1); }
static long partial_write(struct run *run) { return FN(write)(run->fd, run->large, LARGE); }

static struct iovec one(struct run *run)
{
    const struct iovec vector = {run->buffer, 1};
    return vector;
}

static long call_readv(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(readv)(run->fd, &vector, 1);
}

static long fail_readv(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(readv)(-1, &vector, 1);
}

static long call_writev(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(writev)(run->fd, &vector, 1);
}

static long fail_writev(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(writev)(-1, &vector, 1);
}

static long partial_writev(struct run *run)
{
    const struct iovec vector[2] = {{run->large, LARGE / 2}, {run->large, LARGE / 2}};
    return FN(writev)(run->fd, vector, 2);
}

/* Offset -1 is the file's position: the only one that a pipe has. */
static long call_preadv2(struct run *run)
{
    const struct iovec vector = one(run);
    return CALL_AT(preadv2, preadv64v2, run->fd, &vector, 1, -1, 0);
}

static long fail_preadv2(struct run *run)
{
    const struct iovec vector = one(run);
    return CALL_AT(preadv2, preadv64v2, run->fd, &vector, 1, 7, 0);
}

static long call_pwritev2(struct run *run)
{
    const struct iovec vector = one(run);
    return CALL_AT(pwritev2, pwritev64v2, run->fd, &vector, 1, -1, 0);
}

static long fail_pwritev2(struct run *run)
{
    const struct iovec vector = one(run);
    return CALL_AT(pwritev2, pwritev64v2, run->fd, &vector, 1, 7, 0);
}

static long partial_pwritev2(struct run *run)
{
    const struct iovec vector = {run->large, LARGE};
    return CALL_AT(pwritev2, pwritev64v2, run->fd, &vector, 1, -1, 0);
}

/* run->fd -> run->extra, looked at through run->queue. */
static const char *two_pipes(struct run *run)
{
    int ends[2];
    make_pipe_to_read(run);
    if (pipe2(ends, O_CLOEXEC) != 0)
        broken("pipe");
    run->queue = ends[0];
    run->extra = ends[1];
    return NULL;
}

static int passed_on(struct run *run)
{
    int mark;
    drain(run->queue, &mark);
    return mark;
}

static long call_splice(struct run *run) { return FN(splice)(run->fd, NULL, run->extra, NULL, 1, 0); }
static long fail_splice(struct run *run) { return FN(splice)(-1, NULL, run->extra, NULL, 1, 0); }
static long call_tee(struct run *run) { return FN(tee)(run->fd, run->extra, 1, 0); }
static long fail_tee(struct run *run) { return FN(tee)(-1, run->extra, 1, 0); }

static long call_vmsplice(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(vmsplice)(run->fd, &vector, 1, 0);
}

static long fail_vmsplice(struct run *run)
{
    const struct iovec vector = one(run);
    return FN(vmsplice)(-1, &vector, 1, 0);
}

static void end_well(int number)
{
    (void)number;
    _exit(0);
}

/*
 * Where programs of another processor are run by one of this (qemu-user) some
 * calls are restarted before a handler with SA_RESTART has been entered: no cancel
 * reaches a thread in there.
 */
static const char *not_interrupted(struct run *run, long (*call)(struct run *))
{
    const struct sigaction action = {.sa_handler = end_well, .sa_flags = SA_RESTART};
    const struct itimerval often = {{0, 10000}, {0, 10000}};
    const pid_t child = fork();
    if (child == 0) {
        sigaction(SIGALRM, &action, NULL);
        setitimer(ITIMER_REAL, &often, NULL);
        call(run);
        _exit(1);
    }
    for (int i = 0; i < 100; ++i) {
        usleep(10000);
        if (waitpid(child, NULL, WNOHANG) == child)
            return NULL;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return "no signal handler is entered while this call waits";
}

static const char *pipes_to_splice(struct run *run)
{
    two_pipes(run);
    return not_interrupted(run, call_splice);
}

static const char *pipes_to_tee(struct run *run)
{
    two_pipes(run);
    return not_interrupted(run, call_tee);
}

static const char *full_pipe_to_map(struct run *run)
{
    full_pipe(run);
    return not_interrupted(run, call_vmsplice);
}

#define READER .prepare = empty_pipe, .enable = put_mark, .effect = byte_gone, .expect = 1
#define WRITER .prepare = full_pipe, .enable = drain_peer, .effect = mark_written, .expect = 1
#define PART .prepare_partial = drained_pipe, .moved = bytes_in_peer

const struct scenario pipe_scenarios[] = {
    {.names = {"read", "__read"}, .number = NR_read, .flags = SC_RESTARTS | SC_SURE_LOSS, READER,
     .call = call_read, .fail = fail_read, .fail_errno = EBADF},
    {.names = {"__read_chk"}, .number = NR_read, .flags = SC_RESTARTS | SC_FORTIFIED | SC_SURE_LOSS, READER,
     .call = call_read_chk, .fail = fail_read_chk, .fail_errno = EBADF, .overflow = overflow_read_chk},
    {.names = {"readv"}, .number = NR_readv, .flags = SC_RESTARTS | SC_SURE_LOSS, READER,
     .call = call_readv, .fail = fail_readv, .fail_errno = EBADF},
    {.names = {"preadv2", "preadv64v2"}, .number = NR_preadv2, .flags = SC_RESTARTS | SC_SURE_LOSS,
     .prepare = empty_pipe_for_flags, .enable = put_mark, .effect = byte_gone, .expect = 1,
     .call = call_preadv2, .fail = fail_preadv2, .fail_errno = ESPIPE},
    {.names = {"write", "__write"}, .number = NR_write, .flags = SC_RESTARTS | SC_SURE_LOSS, WRITER,
     .call = call_write, .fail = fail_write, .fail_errno = EBADF, .partial = partial_write, PART},
    {.names = {"writev"}, .number = NR_writev, .flags = SC_RESTARTS | SC_SURE_LOSS, WRITER,
     .call = call_writev, .fail = fail_writev, .fail_errno = EBADF, .partial = partial_writev, PART},
    {.names = {"pwritev2", "pwritev64v2"}, .number = NR_pwritev2, .flags = SC_RESTARTS | SC_SURE_LOSS,
     .prepare = full_pipe_for_flags, .enable = drain_peer, .effect = mark_written, .expect = 1,
     .call = call_pwritev2, .fail = fail_pwritev2, .fail_errno = ESPIPE, .partial = partial_pwritev2, PART},
    {.names = {"splice"}, .number = NR_splice, .flags = SC_RESTARTS | SC_SURE_LOSS, .prepare = pipes_to_splice,
     .enable = put_mark, .effect = passed_on, .expect = 1,
     .call = call_splice, .fail = fail_splice, .fail_errno = EBADF},
    {.names = {"tee"}, .number = NR_tee, .flags = SC_RESTARTS | SC_SURE_LOSS, .prepare = pipes_to_tee,
     .enable = put_mark, .effect = passed_on, .expect = 1,
     .call = call_tee, .fail = fail_tee, .fail_errno = EBADF},
    {.names = {"vmsplice"}, .number = NR_vmsplice, .flags = SC_RESTARTS | SC_SURE_LOSS,
     .prepare = full_pipe_to_map, .enable = drain_peer, .effect = mark_written, .expect = 1,
     .call = call_vmsplice, .fail = fail_vmsplice, .fail_errno = EBADF},
    {.names = {NULL}},
};
