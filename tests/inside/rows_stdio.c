/* SPDX-License-Identifier: MIT */
/*
 * stdio.  A request acted upon leaves the stream unlocked, with everything in
 * it that the kernel has not taken, and nothing that it has.
 */
#include "inside.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

static FILE *stream;      /* the one under test */
static FILE *opened;      /* what fopen or tmpfile has returned */
static int real_stdout = -1;
static int marks_seen;    /* bytes 'M' that have left the stream by now */

int count_bytes(int fd, char byte)
{
    char page[65536];
    ssize_t got;
    int count = 0;
    const int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    while ((got = read(fd, page, sizeof page)) > 0)
        for (ssize_t i = 0; i < got; ++i)
            count += page[i] == byte;
    fcntl(fd, F_SETFL, flags);
    return count;
}

/* --- opening --- */

/* The FIFO's other end: open both ways it lets fopen through at any time. */
static void open_peer(struct run *run)
{
    run->peer = open(run->path, O_RDWR | O_CLOEXEC);
}

static const char *a_fifo(struct run *run)
{
    run->path = "fifo";
    run->peer = -1;
    if (mkfifo(run->path, 0600) != 0)
        broken("mkfifo");
    return NULL;
}

static int descriptors_of(const char *path)
{
    struct stat wanted, found;
    int count = 0;
    if (stat(path, &wanted) != 0)
        broken(path);
    for (int fd = 0; fd < 256; ++fd)
        count += fstat(fd, &found) == 0 && found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev;
    return count;
}

static int fifo_opened(struct run *run) { return descriptors_of(run->path) > (run->peer >= 0); }

static int descriptors_before;

static const char *nothing_open(struct run *run)
{
    run->path = "plain";
    run->peer = open(run->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    descriptors_before = count_descriptors();
    return run->peer < 0 ? "cannot make a file" : NULL;
}

static int one_more_open(struct run *run)
{
    (void)run;
    return count_descriptors() > descriptors_before;
}

static long call_fopen(struct run *run)
{
    opened = FN(fopen)(run->path, "r");
    return opened != NULL;
}

static long call_tmpfile(struct run *run)
{
    opened = FN(tmpfile)();
    return opened != NULL;
}

/* Leaves the preparing descriptors as they were, so that a leak shows in their number. */
static int close_opened(struct run *run)
{
    if (opened)
        fclose(opened);
    if (strcmp(run->path, "fifo") == 0 && run->peer >= 0)
        close(run->peer);
    return 0;
}

/* --- reading --- */

static const char *a_stream_to_read(struct run *run)
{
    make_pipe_to_read(run);
    stream = fdopen(run->fd, "r");
    return NULL;
}

static const char *standard_input(struct run *run)
{
    make_pipe_to_read(run);
    if (dup2(run->fd, 0) != 0)
        broken("dup2");
    clearerr(stdin);
    stream = stdin;
    return NULL;
}

static int line_put;

static void put_line(struct run *run)
{
    if (write(run->peer, "line\n", 5) != 5)
        broken("write");
    line_put = 1;
}

static int line_gone(struct run *run) { return line_put && byte_gone(run); }

static long call_fgets(struct run *run) { return FN(fgets)(run->buffer, 16, stream) && !strcmp(run->buffer, "line\n"); }
static long call_fread(struct run *run) { return (long)FN(fread)(run->buffer, 1, 5, stream); }

/* One byte only: the rest of the line belongs to the stream and is looked for there. */
static long call_getchar(struct run *run) { return FN(getchar)(); }

/* Alone among these it reads nothing from a stream that had an error. */
static long call_getline(struct run *run)
{
    static char *line;
    static size_t size;
    clearerr(stream);
    const long got = FN(getline)(&line, &size, stream);
    if (got > 0)
        memcpy(run->buffer, line, (size_t)got);
    return got;
}

/*
 * The stream can be used by others, and the line that was put is either the
 * caller's or still there.
 */
static int line_is_somewhere(struct run *run)
{
    char line[16] = "";
    const int has_all = stage.returned && stage.value != 'l';
    const char *rest = stage.returned && !has_all ? "ine\n" : "line\n";
    if (ftrylockfile(stream) != 0)
        return HARM_LOCKED;
    funlockfile(stream);
    if (!line_put || has_all)
        return 0;
    fcntl(run->fd, F_SETFL, O_NONBLOCK);
    clearerr(stream);
    return fgets(line, sizeof line, stream) && !strcmp(line, rest) ? 0 : HARM_LOST;
}

/* --- writing --- */

static const char *a_full_pipe(struct run *run)
{
    make_pipe_to_write(run);
    fill(run->fd);
    stream = fdopen(run->fd, "w");
    return NULL;
}

static const char *a_mark_to_flush(struct run *run)
{
    a_full_pipe(run);
    fputc('M', stream);
    return NULL;
}

/* stdout itself.  Facts are told on a copy of the real one, from tell_elsewhere() on. */
static const char *full_stdout(struct run *run)
{
    make_pipe_to_write(run);
    fill(run->fd);
    fflush(stdout);
    real_stdout = dup(1);
    if (dup2(run->fd, 1) != 1)
        broken("dup2");
    setvbuf(stdout, NULL, _IOLBF, 0);
    stream = stdout;
    return NULL;
}

static void drain_marks(struct run *run) { marks_seen += count_bytes(run->peer, 'M'); }

static void tell_elsewhere(void)
{
    if (stdout == stream)
        stdout = fdopen(real_stdout, "w");
}

static int mark_left(struct run *run)
{
    tell_elsewhere();
    drain_marks(run);
    return marks_seen > 0;
}

static long call_fflush(struct run *run) { return FN(fflush)(stream); }

static long call_printf(struct run *run) { return FN(printf)("%s", "M\n"); }

/* What is still in the stream may come out once; what came out before must not come again. */
static int mark_not_twice(struct run *run)
{
    if (ftrylockfile(stream) != 0)
        return HARM_LOCKED;
    funlockfile(stream);
    drain_marks(run);
    fcntl(run->fd, F_SETFL, O_WRONLY | O_NONBLOCK);
    fflush(stream);
    drain_marks(run);
    return (marks_seen > 1 ? HARM_TWICE : 0) | (stage.returned && marks_seen == 0 ? HARM_LOST : 0);
}

#define READS .number = NR_read, .enable = put_line, .effect = line_gone
#define WRITES .number = NR_write, .enable = drain_marks, .effect = mark_left

const struct inside stdio_rows[] = {
    {{.names = {"fopen", "fopen64"}, .variant = "fifo", .number = NR_openat, .prepare = a_fifo, .enable = open_peer,
      .effect = fifo_opened, .expect = 1, .call = call_fopen},
     .flags = IN_RESTARTS | IN_HANDLERS, .harm = close_opened},
    {{.names = {"fopen"}, .number = NR_openat, .prepare = nothing_open, .effect = one_more_open, .expect = 1,
      .call = call_fopen}, .harm = close_opened},
    {{.names = {"tmpfile"}, .number = NR_openat, .prepare = nothing_open, .effect = one_more_open, .expect = 1,
      .call = call_tmpfile}, .harm = close_opened},
    {{.names = {"fgets"}, READS, .prepare = a_stream_to_read, .expect = 1, .call = call_fgets},
     .flags = IN_RESTARTS | IN_HANDLERS, .harm = line_is_somewhere},
    {{.names = {"fread"}, READS, .prepare = a_stream_to_read, .expect = 5, .call = call_fread},
     .harm = line_is_somewhere},
    {{.names = {"getchar"}, READS, .prepare = standard_input, .expect = 'l', .call = call_getchar},
     .harm = line_is_somewhere},
    {{.names = {"getline"}, READS, .prepare = a_stream_to_read, .expect = 5, .call = call_getline},
     .harm = line_is_somewhere},
    {{.names = {"fflush"}, .flags = SC_ONCE, WRITES, .prepare = a_mark_to_flush, .call = call_fflush}, .harm = mark_not_twice},
    {{.names = {"printf"}, .flags = SC_ONCE, WRITES, .prepare = full_stdout, .expect = 2, .call = call_printf},
     .flags = IN_RESTARTS | IN_HANDLERS, .harm = mark_not_twice},
    {.point = {.names = {NULL}}},
};
