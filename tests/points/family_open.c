/* SPDX-License-Identifier: MIT */
/*
 * What gives a descriptor, and what takes it back.  open and its kin block on
 * a FIFO without a partner; the descriptor that nobody was told of is found by
 * its inode.
 */
#include "scenario.h"

#include <fcntl.h>
#include <sys/stat.h>

int __open_2(const char *path, int flags);
int __openat_2(int directory, const char *path, int flags);

static const char *make_fifo(struct run *run)
{
    run->path = "fifo";
    if (mkfifo(run->path, 0600) != 0)
        broken("mkfifo");
    run->peer = -1;
    return NULL;
}

/* Opening for both never blocks, and is a partner for either side. */
static void open_other_end(struct run *run)
{
    run->peer = open(run->path, O_RDWR | O_CLOEXEC);
    if (run->peer < 0)
        broken("open");
}

static int fifo_opened(struct run *run)
{
    struct stat fifo, other;
    int sum = 0;
    if (stat(run->path, &fifo) != 0)
        broken("stat");
    for (int fd = 0; fd < 256; ++fd)
        if (fd != run->peer && fstat(fd, &other) == 0)
            sum += other.st_dev == fifo.st_dev && other.st_ino == fifo.st_ino;
    return sum;
}

static long call_open(struct run *run) { return FN(open)(run->path, O_RDONLY | O_CLOEXEC); }
static long fail_open(struct run *run) { return FN(open)("nothing/there", O_RDONLY, 0); }
static long call_open_2(struct run *run) { return FN(__open_2)(run->path, O_WRONLY); }
static long fail_open_2(struct run *run) { return FN(__open_2)("nothing/there", O_RDONLY); }
static long overflow_open_2(struct run *run) { return FN(__open_2)(run->path, O_CREAT | O_RDWR); }
static long call_openat(struct run *run) { return FN(openat)(AT_FDCWD, run->path, O_WRONLY | O_CLOEXEC); }
static long fail_openat(struct run *run) { return FN(openat)(-7, run->path, O_RDONLY); }
static long call_openat_2(struct run *run) { return FN(__openat_2)(AT_FDCWD, run->path, O_RDONLY); }
static long fail_openat_2(struct run *run) { return FN(__openat_2)(-7, run->path, O_RDONLY); }
static long overflow_openat_2(struct run *run) { return FN(__openat_2)(AT_FDCWD, run->path, O_CREAT | O_RDWR); }
static long call_creat(struct run *run) { return FN(creat)(run->path, 0600); }
static long fail_creat(struct run *run) { return FN(creat)("nothing/there", 0600); }

/* A new file: the mode, which is a variable argument, must arrive. */
static const char *no_file(struct run *run)
{
    run->path = "created";
    run->peer = -1;
    umask(0);
    return NULL;
}

static int file_made(struct run *run)
{
    struct stat file;
    if (stat(run->path, &file) != 0)
        return 0;
    return (file.st_mode & 07777) == 0640 ? fifo_opened(run) : -1;
}

static long call_open_new(struct run *run) { return FN(open)(run->path, O_CREAT | O_EXCL | O_WRONLY, 0640); }
static long call_openat_new(struct run *run)
{
    return FN(openat)(AT_FDCWD, run->path, O_CREAT | O_EXCL | O_WRONLY, 0640);
}

static union {
    struct file_handle handle;
    char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
} named;

static const char *fifo_by_handle(struct run *run)
{
    int mount;
    make_fifo(run);
    run->extra = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    named.handle.handle_bytes = MAX_HANDLE_SZ;
    if (name_to_handle_at(AT_FDCWD, run->path, &named.handle, &mount, 0) != 0)
        return "the file system has no file handles";
    const int probe = open_by_handle_at(run->extra, &named.handle, O_PATH | O_CLOEXEC);
    if (probe < 0)
        return errno == EPERM ? "open_by_handle_at is not permitted" : "open_by_handle_at does not work here";
    close(probe);
    return NULL;
}

static long call_by_handle(struct run *run)
{
    return FN(open_by_handle_at)(run->extra, &named.handle, O_RDONLY | O_CLOEXEC);
}

static long fail_by_handle(struct run *run)
{
    named.handle.handle_bytes = MAX_HANDLE_SZ + 1;
    return FN(open_by_handle_at)(run->extra, &named.handle, O_RDONLY);
}

static const char *open_pipe(struct run *run)
{
    make_pipe_to_read(run);
    return NULL;
}

static int is_closed(struct run *run) { return fcntl(run->fd, F_GETFD) < 0; }
static long call_close(struct run *run) { return FN(close)(run->fd); }
static long fail_close(struct run *run) { return FN(close)(-1); }

#define OPENS .prepare = make_fifo, .enable = open_other_end, .effect = fifo_opened, .expect = ANY_RESULT
#define CREATES .prepare = no_file, .effect = file_made, .expect = ANY_RESULT

const struct scenario open_scenarios[] = {
    {.names = {"open", "open64", "__open", "__open64"}, .number = NR_openat, .flags = SC_RESTARTS | SC_SURE_LOSS,
     OPENS, .call = call_open, .fail = fail_open, .fail_errno = ENOENT},
    {.names = {"open", "open64", "__open", "__open64"}, .variant = "new", .number = NR_openat, CREATES,
     .call = call_open_new, .fail = fail_open, .fail_errno = ENOENT},
    {.names = {"__open_2", "__open64_2"}, .number = NR_openat, .flags = SC_RESTARTS | SC_SURE_LOSS, OPENS,
     .call = call_open_2, .fail = fail_open_2, .fail_errno = ENOENT, .overflow = overflow_open_2},
    {.names = {"openat", "openat64"}, .number = NR_openat, .flags = SC_RESTARTS | SC_SURE_LOSS, OPENS,
     .call = call_openat, .fail = fail_openat, .fail_errno = EBADF},
    {.names = {"openat", "openat64"}, .variant = "new", .number = NR_openat, CREATES,
     .call = call_openat_new, .fail = fail_openat, .fail_errno = EBADF},
    {.names = {"__openat_2", "__openat64_2"}, .number = NR_openat, .flags = SC_RESTARTS | SC_SURE_LOSS, OPENS,
     .call = call_openat_2, .fail = fail_openat_2, .fail_errno = EBADF, .overflow = overflow_openat_2},
    {.names = {"creat"}, .number = NR_creat, .flags = SC_RESTARTS | SC_SURE_LOSS, OPENS,
     .call = call_creat, .fail = fail_creat, .fail_errno = ENOENT},
    {.names = {"creat64"}, .number = NR_creat64, .flags = SC_RESTARTS | SC_SURE_LOSS, OPENS,
     .call = call_creat, .fail = fail_creat, .fail_errno = ENOENT},
    {.names = {"open_by_handle_at"}, .number = NR_open_by_handle_at, .flags = SC_RESTARTS | SC_SURE_LOSS,
     .prepare = fifo_by_handle, .enable = open_other_end, .effect = fifo_opened, .expect = ANY_RESULT,
     .call = call_by_handle, .fail = fail_by_handle, .fail_errno = EINVAL},
    {.names = {"close", "__close"}, .number = NR_close, .flags = SC_GONE, .prepare = open_pipe,
     .effect = is_closed, .call = call_close, .fail = fail_close, .fail_errno = EBADF},
    {.names = {NULL}},
};
