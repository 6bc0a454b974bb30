/* SPDX-License-Identifier: MIT */
/*
 * What blocks and is no cancellation point.  A request must not be noticed: the
 * call completes with its result (D4), and the request is acted upon later.
 * The kernel restarts flock, this ioctl and a futex wait without timeout by
 * itself; the others fail with EINTR as soon as any signal is handled.
 */
#include "inside.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>

/* --- System V semaphores --- */

static const char *a_semaphore(struct run *run)
{
    run->queue = semget(IPC_PRIVATE, 1, 0600);
    if (run->queue < 0)
        return "no System V semaphores";
    printf("semaphore %d\n", run->queue); /* the driver removes it if we cannot */
    return NULL;
}

static void raise_semaphore(struct run *run)
{
    struct sembuf up = {0, 1, 0};
    if (semop(run->queue, &up, 1) != 0)
        broken("semop");
}

static int remove_semaphore(struct run *run)
{
    semctl(run->queue, 0, IPC_RMID);
    return 0;
}

static long call_semop(struct run *run)
{
    struct sembuf down = {0, -1, 0};
    return FN(semop)(run->queue, &down, 1);
}

static long call_semtimedop(struct run *run)
{
    struct sembuf down = {0, -1, 0};
    const struct timespec time = {1000, 0};
    return FN(semtimedop)(run->queue, &down, 1, &time);
}

/* --- flock --- */

static const char *a_locked_file(struct run *run)
{
    run->fd = open("locked", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    run->peer = open("locked", O_RDWR | O_CLOEXEC);
    return flock(run->peer, LOCK_EX) == 0 ? NULL : "no flock here";
}

static void unlock(struct run *run) { flock(run->peer, LOCK_UN); }
static long call_flock(struct run *run) { return FN(flock)(run->fd, LOCK_EX); }

/* --- futex, by its number --- */

static atomic_int word;

static const char *a_word(struct run *run)
{
    (void)run;
    return NULL;
}

static void wake_word(struct run *run)
{
    (void)run;
    atomic_store(&word, 1);
    syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static long call_futex(struct run *run)
{
    (void)run;
    return syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}

static long call_futex_timed(struct run *run)
{
    const struct timespec time = {1000, 0};
    (void)run;
    return syscall(SYS_futex, &word, FUTEX_WAIT, 0, &time, NULL, 0);
}

/* --- ioctl: a seccomp listener waits for a system call of another thread --- */

static atomic_int listener = -1;
static atomic_int asked;
static pthread_t asker;

/* Only this thread has the filter: its getppid is reported, all else is allowed. */
static void *asks(void *unused)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog filter = {COUNT(code), code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
    atomic_store(&listener, fd < 0 ? -2 : (int)fd);
    if (fd >= 0) {
        wait_for(&asked);
        syscall(SYS_getppid);
    }
    return unused;
}

static const char *a_listener(struct run *run)
{
    if (pthread_create(&asker, NULL, asks, NULL) != 0)
        broken("pthread_create");
    while ((run->fd = atomic_load(&listener)) == -1)
        syscall(SYS_sched_yield);
    return run->fd >= 0 ? NULL : "no seccomp listener here";
}

static void ask(struct run *run)
{
    (void)run;
    atomic_store(&asked, 1);
}

/* The asker goes on with its own system call. */
static long call_ioctl(struct run *run)
{
    struct seccomp_notif request;
    struct seccomp_notif_resp reply;
    memset(&request, 0, sizeof request);
    memset(&reply, 0, sizeof reply);
    const long result = FN(ioctl)(run->fd, SECCOMP_IOCTL_NOTIF_RECV, &request);
    if (result != 0)
        return result;
    reply.id = request.id;
    reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return ioctl(run->fd, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

static int asker_ended(struct run *run)
{
    void *result;
    if (!(stage.returned && stage.value == 0))
        close(run->fd); /* what nobody listens to fails */
    return ends_within(asker, 2, &result) ? 0 : HARM_LOST;
}

/* --- io_uring_enter --- */

static struct io_uring_params ring;

/* One request: tell when the pipe has something to read. */
static const char *a_ring(struct run *run)
{
    make_pipe_to_read(run);
    run->extra = (int)syscall(SYS_io_uring_setup, 1, &ring);
    if (run->extra < 0)
        return "io_uring is not permitted";
    char *queue = mmap(NULL, ring.sq_off.array + sizeof(unsigned), PROT_READ | PROT_WRITE, MAP_SHARED, run->extra,
                       IORING_OFF_SQ_RING);
    struct io_uring_sqe *entry =
        mmap(NULL, sizeof *entry, PROT_READ | PROT_WRITE, MAP_SHARED, run->extra, (off_t)IORING_OFF_SQES);
    if (queue == MAP_FAILED || entry == MAP_FAILED)
        broken("mmap");
    memset(entry, 0, sizeof *entry);
    entry->opcode = IORING_OP_POLL_ADD;
    entry->fd = run->fd;
    entry->poll_events = POLLIN;
    ((unsigned *)(queue + ring.sq_off.array))[0] = 0;
    atomic_store((atomic_uint *)(queue + ring.sq_off.tail), 1);
    return syscall(SYS_io_uring_enter, run->extra, 1, 0, 0, NULL, 0) == 1 ? NULL : "io_uring takes no request";
}

static long call_enter(struct run *run)
{
    return syscall(SYS_io_uring_enter, run->extra, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0);
}

#define NO_POINT .flags = SC_NO_POINT
#define FUTEX_ROW .number = NR_futex, NO_POINT, .prepare = a_word

const struct inside stray_rows[] = {
    {{.names = {"semop"}, .number = NR_semtimedop, NO_POINT, .prepare = a_semaphore, .enable = raise_semaphore,
      .call = call_semop}, .flags = IN_STRAY, .harm = remove_semaphore},
    {{.names = {"semtimedop"}, .number = NR_semtimedop, NO_POINT, .prepare = a_semaphore, .enable = raise_semaphore,
      .call = call_semtimedop}, .flags = IN_STRAY, .harm = remove_semaphore},
    {{.names = {"flock"}, .number = NR_flock, NO_POINT, .prepare = a_locked_file, .enable = unlock,
      .call = call_flock}, .flags = IN_STRAY | IN_RESTARTS},
    {{.names = {"futex"}, FUTEX_ROW, .enable = wake_word, .call = call_futex}, .flags = IN_STRAY | IN_RESTARTS},
    {{.names = {"futex"}, .variant = "timed", FUTEX_ROW, .enable = wake_word, .call = call_futex_timed},
     .flags = IN_STRAY},
    {{.names = {"ioctl"}, .number = NR_ioctl, NO_POINT, .prepare = a_listener, .enable = ask, .call = call_ioctl},
     .flags = IN_STRAY | IN_RESTARTS, .harm = asker_ended},
    {{.names = {"io_uring_enter"}, .number = NR_io_uring_enter, NO_POINT, .prepare = a_ring, .enable = put_mark,
      .call = call_enter}, .flags = IN_STRAY},
    {.point = {.names = {NULL}}},
};
