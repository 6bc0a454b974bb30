/* SPDX-License-Identifier: MIT */
/*
 * Points that never block on an ordinary file: positioned reads and writes,
 * flushing, copying, and the two that need no file.
 */
#include "scenario.h"

#include <fcntl.h>
#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <termios.h>

ssize_t __pread_chk(int fd, void *buffer, size_t size, off_t offset, size_t room);
ssize_t __pread64_chk(int fd, void *buffer, size_t size, off64_t offset, size_t room);

static int new_file(const char *path, const char *content)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, content, strlen(content)) != (ssize_t)strlen(content))
        broken(path);
    return fd;
}

static const char *full_file(struct run *run)
{
    run->fd = new_file("full", "0123456789");
    return NULL;
}

static const char *empty_file(struct run *run)
{
    run->fd = run->peer = new_file("empty", "");
    memset(run->more, 'M', sizeof run->more);
    return NULL;
}

static int size_of_peer(struct run *run)
{
    struct stat file;
    if (fstat(run->peer, &file) != 0)
        broken("fstat");
    return file.st_size > 0;
}

static struct iovec into(struct run *run) { return (struct iovec){run->buffer, 4}; }
static struct iovec from(struct run *run) { return (struct iovec){run->more, 4}; }

static long call_pread(struct run *run) { return CALL_AT(pread, pread64, run->fd, run->buffer, 4, 3); }
static long fail_pread(struct run *run) { return CALL_AT(pread, pread64, run->fd, run->buffer, 4, -3); }
static long call_pread_chk(struct run *run) { return CALL_AT(__pread_chk, __pread64_chk, run->fd, run->buffer, 4, 3, 4); }
static long fail_pread_chk(struct run *run) { return CALL_AT(__pread_chk, __pread64_chk, run->fd, run->buffer, 4, -3, 4); }
static long overflow_pread_chk(struct run *run) { return CALL_AT(__pread_chk, __pread64_chk, run->fd, run->buffer, 5, 3, 4); }
static long call_pwrite(struct run *run) { return CALL_AT(pwrite, pwrite64, run->fd, run->more, 4, 3); }
static long fail_pwrite(struct run *run) { return CALL_AT(pwrite, pwrite64, run->fd, run->more, 4, -3); }

static long call_preadv(struct run *run)
{
    const struct iovec vector = into(run);
    return CALL_AT(preadv, preadv64, run->fd, &vector, 1, 3);
}

static long fail_preadv(struct run *run)
{
    const struct iovec vector = into(run);
    return CALL_AT(preadv, preadv64, -1, &vector, 1, 3);
}

static long call_pwritev(struct run *run)
{
    const struct iovec vector = from(run);
    return CALL_AT(pwritev, pwritev64, run->fd, &vector, 1, 3);
}

static long fail_pwritev(struct run *run)
{
    const struct iovec vector = from(run);
    return CALL_AT(pwritev, pwritev64, -1, &vector, 1, 3);
}

/* With an offset the system call takes it apart: two halves, of which a 64-bit kernel uses the first. */
static long call_preadv2(struct run *run)
{
    const struct iovec vector = into(run);
    return CALL_AT(preadv2, preadv64v2, run->fd, &vector, 1, 3, RWF_HIPRI);
}

static const char *full_file_for_flags(struct run *run)
{
    return no_preadv2() ? no_preadv2() : full_file(run);
}

static const char *empty_file_for_flags(struct run *run)
{
    return no_preadv2() ? no_preadv2() : empty_file(run);
}

static long call_pwritev2(struct run *run)
{
    const struct iovec vector = from(run);
    return CALL_AT(pwritev2, pwritev64v2, run->fd, &vector, 1, 3, RWF_DSYNC);
}

static long call_fsync(struct run *run) { return FN(fsync)(run->fd); }
static long fail_fsync(struct run *run) { return FN(fsync)(-1); }
static long call_sync_range(struct run *run) { return FN(sync_file_range)(run->fd, 1, 4, SYNC_FILE_RANGE_WRITE); }
static long fail_sync_range(struct run *run) { return FN(sync_file_range)(run->fd, 1, 4, 1u << 20); }

static const char *room_for_file(struct run *run)
{
    const int probe = new_file("probe", "");
    empty_file(run);
    return fallocate(probe, 0, 0, 4096) == 0 ? NULL : "the file system has no fallocate";
}

static long call_fallocate(struct run *run) { return CALL_AT(fallocate, fallocate64, run->fd, 0, 0, 4096); }
static long fail_fallocate(struct run *run) { return CALL_AT(fallocate, fallocate64, run->fd, 0, -1, 4096); }

static const char *mapped_file(struct run *run)
{
    full_file(run);
    run->large = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, run->fd, 0);
    if (run->large == MAP_FAILED)
        broken("mmap");
    return NULL;
}

static long call_msync(struct run *run) { return FN(msync)(run->large, 4096, MS_SYNC); }
static long fail_msync(struct run *run) { return FN(msync)((char *)run->large + 1, 4096, MS_SYNC); }

static const char *two_files(struct run *run)
{
    loff_t from = 0;
    full_file(run);
    run->peer = new_file("copy", "");
    run->extra = new_file("probe", "");
    return copy_file_range(run->fd, &from, run->extra, NULL, 4, 0) == 4 ? NULL : "no copy_file_range here";
}

static long call_copy(struct run *run)
{
    loff_t from = 3;
    return FN(copy_file_range)(run->fd, &from, run->peer, NULL, 4, 0);
}

static long fail_copy(struct run *run) { return FN(copy_file_range)(run->fd, NULL, run->peer, NULL, 4, 1u << 20); }

/* glibc 2.41 and later answer from the vDSO; the shim leaves the function to them. */
static const char *random_by_system_call(struct run *run)
{
    (void)run;
    const char *minor = strchr(gnu_get_libc_version(), '.');
    return minor && atoi(minor + 1) >= 41 ? "this C library answers without a system call" : NULL;
}

static long call_getrandom(struct run *run) { return FN(getrandom)(run->buffer, 64, 0); }
static long fail_getrandom(struct run *run) { return FN(getrandom)(run->buffer, 64, 1u << 20); }

static const char *terminal(struct run *run)
{
    run->peer = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (run->peer < 0 || grantpt(run->peer) != 0 || unlockpt(run->peer) != 0)
        return "no pseudo-terminals here";
    run->fd = open(ptsname(run->peer), O_RDWR | O_NOCTTY | O_CLOEXEC);
    return run->fd < 0 ? "no pseudo-terminals here" : NULL;
}

static long call_tcdrain(struct run *run) { return FN(tcdrain)(run->fd); }
static long fail_tcdrain(struct run *run) { return FN(tcdrain)(-1); }

#define READS .prepare = full_file, .effect = buffer_filled, .expect = 4
#define WRITES .prepare = empty_file, .effect = size_of_peer, .expect = 4

const struct scenario file_scenarios[] = {
    {.names = {"pread", "pread64", "__pread64"}, .number = NR_pread64, READS,
     .call = call_pread, .fail = fail_pread, .fail_errno = EINVAL},
    {.names = {"__pread_chk", "__pread64_chk"}, .number = NR_pread64, READS,
     .call = call_pread_chk, .fail = fail_pread_chk, .fail_errno = EINVAL, .overflow = overflow_pread_chk},
    {.names = {"pwrite", "pwrite64", "__pwrite64"}, .number = NR_pwrite64, WRITES,
     .call = call_pwrite, .fail = fail_pwrite, .fail_errno = EINVAL},
    {.names = {"preadv", "preadv64"}, .number = NR_preadv, READS,
     .call = call_preadv, .fail = fail_preadv, .fail_errno = EBADF},
    {.names = {"pwritev", "pwritev64"}, .number = NR_pwritev, WRITES,
     .call = call_pwritev, .fail = fail_pwritev, .fail_errno = EBADF},
    {.names = {"preadv2", "preadv64v2"}, .variant = "file", .number = NR_preadv2,
     .prepare = full_file_for_flags, .effect = buffer_filled, .expect = 4, .call = call_preadv2},
    {.names = {"pwritev2", "pwritev64v2"}, .variant = "file", .number = NR_pwritev2,
     .prepare = empty_file_for_flags, .effect = size_of_peer, .expect = 4, .call = call_pwritev2},
    {.names = {"fsync"}, .number = NR_fsync, .prepare = full_file,
     .call = call_fsync, .fail = fail_fsync, .fail_errno = EBADF},
    {.names = {"fdatasync"}, .number = NR_fdatasync, .prepare = full_file,
     .call = call_fsync, .fail = fail_fsync, .fail_errno = EBADF},
    {.names = {"sync_file_range"}, .number = NR_sync_file_range, .prepare = full_file,
     .call = call_sync_range, .fail = fail_sync_range, .fail_errno = EINVAL},
    {.names = {"fallocate", "fallocate64"}, .number = NR_fallocate, .prepare = room_for_file, .effect = size_of_peer,
     .call = call_fallocate, .fail = fail_fallocate, .fail_errno = EINVAL},
    {.names = {"msync"}, .number = NR_msync, .prepare = mapped_file,
     .call = call_msync, .fail = fail_msync, .fail_errno = EINVAL},
    {.names = {"copy_file_range"}, .number = NR_copy_file_range, .prepare = two_files, .effect = size_of_peer,
     .expect = 4, .call = call_copy, .fail = fail_copy, .fail_errno = EINVAL},
    {.names = {"getrandom"}, .number = NR_getrandom, .prepare = random_by_system_call, .effect = buffer_filled, .expect = 64,
     .call = call_getrandom, .fail = fail_getrandom, .fail_errno = EINVAL},
    {.names = {"tcdrain"}, .number = NR_ioctl, .prepare = terminal,
     .call = call_tcdrain, .fail = fail_tcdrain, .fail_errno = EBADF},
    {.names = {NULL}},
};
