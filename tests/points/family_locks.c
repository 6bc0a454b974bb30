/* SPDX-License-Identifier: MIT */
/*
 * fcntl and lockf: points only where they wait for a lock.  A child holds it
 * (the kernel's record locks belong to processes) until its pipe is closed.
 */
#include "scenario.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>

/* The lock and the commands of fcntl64, which on 64-bit systems are fcntl's. */
static struct flock64 whole(int type)
{
    struct flock64 lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = (short)type;
    lock.l_whence = SEEK_SET;
    return lock;
}

/* By the function under test, with a lock of its own kind. */
static long lock_by(struct run *run, int fd, int command, int command64)
{
    struct flock64 lock = whole(F_WRLCK);
    struct flock narrow;
    if (is_wide(run))
        return FN(fcntl)(fd, command64, &lock);
    memset(&narrow, 0, sizeof narrow);
    narrow.l_type = F_WRLCK;
    narrow.l_whence = SEEK_SET;
    return FN(fcntl)(fd, command, &narrow);
}

static void take_lock(void *file)
{
    struct flock64 lock = whole(F_WRLCK);
    if (fcntl64(*(int *)file, F_SETLK64, &lock) != 0)
        broken("F_SETLK");
}

static const char *locked_by_child(struct run *run)
{
    run->fd = open("locked", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (run->fd < 0)
        broken("open");
    run->child = start_child(take_lock, &run->fd, &run->peer);
    return NULL;
}

static void end_child(struct run *run)
{
    close(run->peer);
    run->peer = -1;
    if (waitpid(run->child, NULL, 0) != run->child)
        broken("waitpid");
}

static void ask_for_lock(void *answer)
{
    int *file = answer;
    struct flock64 lock = whole(F_WRLCK);
    if (fcntl64(file[0], F_GETLK64, &lock) != 0)
        broken("F_GETLK");
    _exit(lock.l_type == F_UNLCK ? 0 : lock.l_pid == getppid() ? 1 : 2);
}

/* Another process sees a lock of ours: 1; of the first child: still that one's. */
static int lock_taken(struct run *run)
{
    int status;
    const pid_t asker = fork();
    if (asker == 0)
        ask_for_lock(&run->fd);
    if (asker < 0 || waitpid(asker, &status, 0) != asker || !WIFEXITED(status))
        broken("asker");
    return WEXITSTATUS(status) == 1;
}

static long call_setlkw(struct run *run) { return lock_by(run, run->fd, F_SETLKW, F_SETLKW64); }
static long fail_setlkw(struct run *run) { return lock_by(run, -1, F_SETLKW, F_SETLKW64); }

/* Locks of open file descriptions need no second process. */
static const char *locked_elsewhere(struct run *run)
{
    struct flock64 lock = whole(F_WRLCK);
    run->fd = open("locked", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    run->peer = open("locked", O_RDWR | O_CLOEXEC);
    if (fcntl64(run->peer, F_OFD_SETLK, &lock) != 0)
        broken("F_OFD_SETLK");
    return NULL;
}

static void unlock_elsewhere(struct run *run)
{
    struct flock64 lock = whole(F_UNLCK);
    if (fcntl64(run->peer, F_OFD_SETLK, &lock) != 0)
        broken("F_OFD_SETLK");
}

static int ofd_lock_taken(struct run *run)
{
    struct flock64 lock = whole(F_WRLCK);
    if (fcntl64(run->peer, F_OFD_GETLK, &lock) != 0)
        broken("F_OFD_GETLK");
    return lock.l_type != F_UNLCK;
}

static long call_ofd_setlkw(struct run *run) { return lock_by(run, run->fd, F_OFD_SETLKW, F_OFD_SETLKW); }

static long call_getfd(struct run *run) { return FN(fcntl)(run->fd, F_GETFD); }
static long call_dupfd(struct run *run) { return FN(fcntl)(run->fd, F_DUPFD_CLOEXEC, 100); }

static long call_setlk(struct run *run) { return lock_by(run, run->fd, F_SETLK, F_SETLK64); }

static const char *plain_file(struct run *run)
{
    run->fd = open("locked", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return NULL;
}

static int hundred_open(struct run *run) { return run->fd >= 0 && fcntl(100, F_GETFD) >= 0; }

static long call_lockf(struct run *run) { return CALL_AT(lockf, lockf64, run->fd, F_LOCK, 0); }
static long fail_lockf(struct run *run) { return CALL_AT(lockf, lockf64, -1, F_LOCK, 0); }
static long call_tlock(struct run *run) { return CALL_AT(lockf, lockf64, run->fd, F_TLOCK, 0); }
static long call_ulock(struct run *run) { return CALL_AT(lockf, lockf64, run->fd, F_ULOCK, 0); }

#define WAITS .prepare = locked_by_child, .enable = end_child, .effect = lock_taken, \
              .flags = SC_RESTARTS
#define FCNTL .names = {"fcntl", "fcntl64", "__fcntl"}, .number = NR_fcntl
#define LOCKF .names = {"lockf", "lockf64"}, .number = NR_fcntl

const struct scenario lock_scenarios[] = {
    {FCNTL, WAITS, .call = call_setlkw, .fail = fail_setlkw, .fail_errno = EBADF},
    {FCNTL, .variant = "ofd", .flags = SC_RESTARTS, .prepare = locked_elsewhere, .enable = unlock_elsewhere,
     .effect = ofd_lock_taken, .call = call_ofd_setlkw},
    {FCNTL, .variant = "getfd", .flags = SC_NO_POINT, .prepare = plain_file, .expect = FD_CLOEXEC, .call = call_getfd},
    {FCNTL, .variant = "dupfd", .flags = SC_NO_POINT, .prepare = plain_file, .effect = hundred_open, .expect = 100,
     .call = call_dupfd},
    {FCNTL, .variant = "setlk", .flags = SC_NO_POINT, .prepare = plain_file, .effect = lock_taken, .call = call_setlk},
    {LOCKF, WAITS, .call = call_lockf, .fail = fail_lockf, .fail_errno = EBADF},
    {LOCKF, .variant = "tlock", .flags = SC_NO_POINT, .prepare = plain_file,
     .effect = lock_taken, .call = call_tlock},
    {LOCKF, .variant = "ulock", .flags = SC_NO_POINT, .prepare = plain_file, .call = call_ulock},
    {.names = {NULL}},
};
