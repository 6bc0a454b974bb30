/* SPDX-License-Identifier: MIT */
/*
 * One scenario for each call that lost.c meets.  A descriptor that exists after
 * a round, or data that left its queue, shows that the kernel did the work.
 * Nothing is left behind: queues live in an IPC namespace of our own where
 * that is allowed, and are removed in any case.
 */
#include "lost.h"

#include <mqueue.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

enum { page = 4096, probed = 8 };

static int fds[2];      /* pipe or socket pair */
static int base;        /* the first descriptor number that is free between rounds */
static char directory[] = "/tmp/safecancel-lost-XXXXXX";
static char file[64];

static void nothing(void)
{
}

/* Descriptors: whatever is open from `base` up came from the call. */

static void note_base(void)
{
    base = dup(0);
    CHECK(base >= 0);
    close(base);
}

static int descriptor_appeared(void)
{
    int found = 0;
    for (int fd = base; fd < base + probed; ++fd)
        if (fcntl(fd, F_GETFD) >= 0) {
            ++found;
            close(fd);
        }
    return found;
}

/* open, openat, creat */

static void remove_file(void)
{
    unlink(file);
    rmdir(directory);
}

static void prepare_file(void)
{
    CHECK(mkdtemp(directory));
    snprintf(file, sizeof file, "%s/file", directory);
    CHECK(atexit(remove_file) == 0);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    note_base();
}

static long call_open(void) { return open(file, O_RDONLY); }
static long call_openat(void) { return openat(AT_FDCWD, file, O_RDONLY); }
static long call_creat(void) { return creat(file, 0600); }

/* accept, accept4: the connection comes from a socket that is closed at the next rewind. */

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static socklen_t address_length;

static void prepare_listener(void)
{
    address_length = offsetof(struct sockaddr_un, sun_path) + 1 +
                     (socklen_t)snprintf(address.sun_path + 1, 40, "safecancel-lost-%d", (int)getpid());
    fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    fds[1] = -1;
    CHECK(bind(fds[0], (struct sockaddr *)&address, address_length) == 0 && listen(fds[0], 8) == 0);
}

static void rewind_listener(void)
{
    if (fds[1] >= 0)
        close(fds[1]);
    fds[1] = socket(AF_UNIX, SOCK_STREAM, 0);
    note_base();
}

static void complete_accept(void) { CHECK(connect(fds[1], (struct sockaddr *)&address, address_length) == 0); }
static long call_accept(void) { return accept(fds[0], NULL, NULL); }
static long call_accept4(void) { return accept4(fds[0], NULL, NULL, SOCK_CLOEXEC); }

/* A connection that was not accepted must not be there in the next round. */
static int connection_accepted(void)
{
    const int found = descriptor_appeared();
    if (!found) {
        const int fd = accept4(fds[0], NULL, NULL, SOCK_NONBLOCK);
        CHECK(fd >= 0);
        close(fd);
    }
    return found;
}

/* read, readv, recv: one byte.  Datagrams, because a stream gives up when a signal is pending. */

static char buffer[page];
static struct iovec one_byte = {buffer, 1};

static void prepare_pipe(void) { CHECK(pipe(fds) == 0); }
static void prepare_sockets(void) { CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) == 0); }
static void complete_read(void) { CHECK(write(fds[1], "x", 1) == 1); }
static long call_read(void) { return read(fds[0], buffer, 1); }
static long call_readv(void) { return readv(fds[0], &one_byte, 1); }
static long call_recv(void) { return recv(fds[0], buffer, 1, 0); }

static int bytes_waiting(void)
{
    int count = 0;
    CHECK(ioctl(fds[0], FIONREAD, &count) == 0);
    return count;
}

static int byte_taken(void)
{
    if (bytes_waiting() == 0)
        return 1;
    CHECK(read(fds[0], buffer, sizeof buffer) == 1);
    return 0;
}

/* write: the pipe is full until main empties it. */

static void prepare_full_pipe(void)
{
    prepare_pipe();
    CHECK(fcntl(fds[1], F_SETPIPE_SZ, page) == page);
}

static void complete_write(void) { CHECK(read(fds[0], buffer, page) == page); }
static void fill(void) { CHECK(write(fds[1], buffer, page) == page); }
static long call_write(void) { return write(fds[1], buffer, page); }

static int bytes_written(void)
{
    const int count = bytes_waiting();
    if (count > 0)
        CHECK(read(fds[0], buffer, page) == count);
    return count;
}

/* recvmsg: a descriptor is passed. */

static void transfer(int receive, long *count)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {.space = {0}};
    struct msghdr message = {.msg_iov = &one_byte, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    if (receive) {
        *count = recvmsg(fds[0], &message, 0);
        return;
    }
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    const int passed = 0;
    memcpy(CMSG_DATA(&control.header), &passed, sizeof passed);
    *count = sendmsg(fds[1], &message, 0);
}

static void prepare_passing(void)
{
    prepare_sockets();
    note_base();
}

static void complete_recvmsg(void)
{
    long count;
    transfer(0, &count);
    CHECK(count == 1);
}

static long call_recvmsg(void)
{
    long count;
    transfer(1, &count);
    return count;
}

static int message_taken(void)
{
    const int found = descriptor_appeared();
    if (!found)
        CHECK(read(fds[0], buffer, 1) == 1);  /* not recvmsg: the descriptor is discarded */
    return found;
}

/* mq_receive, msgrcv */

static mqd_t posix_queue;
static int sysv_queue;
static struct { long type; char text[8]; } sysv_message = {1, "message"};

static void remove_sysv_queue(void) { msgctl(sysv_queue, IPC_RMID, NULL); }

static void prepare_posix_queue(void)
{
    char name[64];
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 8};
    (void)!unshare(CLONE_NEWIPC);
    snprintf(name, sizeof name, "/safecancel-lost-%d", (int)getpid());
    posix_queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    if (posix_queue == (mqd_t)-1)
        skip("no POSIX message queues here");
    mq_unlink(name);
}

static void complete_mq(void) { CHECK(mq_send(posix_queue, "message", 8, 0) == 0); }
static long call_mq_receive(void) { return mq_receive(posix_queue, buffer, 8, NULL); }

static int mq_taken(void)
{
    struct mq_attr attributes;
    CHECK(mq_getattr(posix_queue, &attributes) == 0);
    if (attributes.mq_curmsgs == 0)
        return 1;
    CHECK(mq_receive(posix_queue, buffer, 8, NULL) == 8);
    return 0;
}

static void prepare_sysv_queue(void)
{
    (void)!unshare(CLONE_NEWIPC);
    sysv_queue = msgget(IPC_PRIVATE, 0600);
    if (sysv_queue < 0)
        skip("no System V message queues here");
    CHECK(atexit(remove_sysv_queue) == 0);
}

static void complete_msg(void) { CHECK(msgsnd(sysv_queue, &sysv_message, 8, 0) == 0); }
static long call_msgrcv(void) { return msgrcv(sysv_queue, buffer, 8, 0, 0); }
static int msg_taken(void) { return msgrcv(sysv_queue, buffer, 8, 0, IPC_NOWAIT) < 0; }

static const struct scenario scenarios[] = {
    {"open", 0, prepare_file, nothing, call_open, nothing, descriptor_appeared},
    {"openat", 0, prepare_file, nothing, call_openat, nothing, descriptor_appeared},
    {"creat", 0, prepare_file, nothing, call_creat, nothing, descriptor_appeared},
    {"accept", 1, prepare_listener, rewind_listener, call_accept, complete_accept, connection_accepted},
    {"accept4", 1, prepare_listener, rewind_listener, call_accept4, complete_accept, connection_accepted},
    {"read", 1, prepare_pipe, nothing, call_read, complete_read, byte_taken},
    {"readv", 1, prepare_pipe, nothing, call_readv, complete_read, byte_taken},
    {"recv", 1, prepare_sockets, nothing, call_recv, complete_read, byte_taken},
    {"recvmsg", 1, prepare_passing, nothing, call_recvmsg, complete_recvmsg, message_taken},
    {"write", 1, prepare_full_pipe, fill, call_write, complete_write, bytes_written},
    {"mq_receive", 1, prepare_posix_queue, nothing, call_mq_receive, complete_mq, mq_taken},
    {"msgrcv", 1, prepare_sysv_queue, nothing, call_msgrcv, complete_msg, msg_taken},
};
enum { scenario_count = sizeof scenarios / sizeof scenarios[0] };

const struct scenario *find_scenario(const char *name)
{
    for (int i = 0; i < scenario_count; ++i)
        if (strcmp(scenarios[i].name, name) == 0)
            return &scenarios[i];
    return NULL;
}

const char *scenario_names(void)
{
    static char names[256];
    names[0] = 0;
    for (int i = 0; i < scenario_count; ++i) {
        strcat(names, " ");
        strcat(names, scenarios[i].name);
    }
    return names;
}
