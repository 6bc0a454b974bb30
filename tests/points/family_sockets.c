/* SPDX-License-Identifier: MIT */
/*
 * Bytes, messages and descriptors through a Unix stream socket.  A receiver
 * blocks on an empty one, a sender on a full one.  recvmsg is sent a descriptor,
 * because that is what hurts most when it is lost.
 */
#include "scenario.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *length);

static const char *empty_stream(struct run *run)
{
    make_stream(run);
    return NULL;
}

static const char *full_stream(struct run *run)
{
    make_stream(run);
    fill(run->fd);
    memset(run->buffer, 'M', sizeof run->buffer);
    return NULL;
}

static void drained_stream(struct run *run) { drain_peer(run); }

static void ten_bytes(struct run *run)
{
    if (write(run->peer, "0123456789", 10) != 10)
        broken("write");
}

static long bytes_sent(struct run *run)
{
    int mark;
    return drain(run->peer, &mark);
}

/* What was put and is in the socket no more. */
static long bytes_received(struct run *run)
{
    int mark;
    return 10 - drain(run->fd, &mark);
}

static long call_recv(struct run *run) { return FN(recv)(run->fd, run->buffer, 1, 0); }
static long fail_recv(struct run *run) { return FN(recv)(-1, run->buffer, 1, 0); }
static long partial_recv(struct run *run) { return FN(recv)(run->fd, run->buffer, 100, MSG_WAITALL); }
static long call_recv_chk(struct run *run) { return FN(__recv_chk)(run->fd, run->buffer, 1, 1, 0); }
static long fail_recv_chk(struct run *run) { return FN(__recv_chk)(-1, run->buffer, 1, 1, 0); }
static long overflow_recv_chk(struct run *run) { return FN(__recv_chk)(run->fd, run->buffer, 2, 1, 0); }
static long partial_recv_chk(struct run *run) { return FN(__recv_chk)(run->fd, run->buffer, 100, 100, MSG_WAITALL); }

static long call_recvfrom(struct run *run) { return FN(recvfrom)(run->fd, run->buffer, 1, 0, NULL, NULL); }
static long fail_recvfrom(struct run *run) { return FN(recvfrom)(-1, run->buffer, 1, 0, NULL, NULL); }
static long partial_recvfrom(struct run *run)
{
    return FN(recvfrom)(run->fd, run->buffer, 100, MSG_WAITALL, NULL, NULL);
}

static long call_recvfrom_chk(struct run *run)
{
    return FN(__recvfrom_chk)(run->fd, run->buffer, 1, 1, 0, NULL, NULL);
}

static long fail_recvfrom_chk(struct run *run) { return FN(__recvfrom_chk)(-1, run->buffer, 1, 1, 0, NULL, NULL); }
static long overflow_recvfrom_chk(struct run *run)
{
    return FN(__recvfrom_chk)(run->fd, run->buffer, 2, 1, 0, NULL, NULL);
}

static long partial_recvfrom_chk(struct run *run)
{
    return FN(__recvfrom_chk)(run->fd, run->buffer, 100, 100, MSG_WAITALL, NULL, NULL);
}

static long call_send(struct run *run) { return FN(send)(run->fd, run->buffer, 1, MSG_NOSIGNAL); }
static long fail_send(struct run *run) { return FN(send)(-1, run->buffer, 1, 0); }
static long partial_send(struct run *run) { return FN(send)(run->fd, run->large, LARGE, MSG_NOSIGNAL); }
static long call_sendto(struct run *run) { return FN(sendto)(run->fd, run->buffer, 1, MSG_NOSIGNAL, NULL, 0); }
static long fail_sendto(struct run *run) { return FN(sendto)(-1, run->buffer, 1, 0, NULL, 0); }
static long partial_sendto(struct run *run) { return FN(sendto)(run->fd, run->large, LARGE, 0, NULL, 0); }

/* A header for `size` bytes at `bytes`, in storage that lasts. */
static struct msghdr *header(void *bytes, size_t size)
{
    static struct iovec vector;
    static struct msghdr message;
    vector = (struct iovec){bytes, size};
    message = (struct msghdr){.msg_iov = &vector, .msg_iovlen = 1};
    return &message;
}

static long call_sendmsg(struct run *run) { return FN(sendmsg)(run->fd, header(run->buffer, 1), MSG_NOSIGNAL); }
static long fail_sendmsg(struct run *run) { return FN(sendmsg)(-1, header(run->buffer, 1), 0); }
static long partial_sendmsg(struct run *run) { return FN(sendmsg)(run->fd, header(run->large, LARGE), 0); }

static union {
    struct cmsghdr align;
    char room[CMSG_SPACE(sizeof(int))];
} control;

static void pass_descriptor(struct run *run)
{
    struct msghdr *message = header("M", 1);
    message->msg_control = control.room;
    message->msg_controllen = sizeof control.room;
    struct cmsghdr *part = CMSG_FIRSTHDR(message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(part), &run->peer, sizeof(int));
    if (sendmsg(run->peer, message, 0) != 1)
        broken("sendmsg");
}

/* The peer's own socket was sent: whoever knows its number or not, it is open twice now. */
static int descriptor_arrived(struct run *run)
{
    struct stat peer, other;
    int sum = 0;
    if (fstat(run->peer, &peer) != 0)
        broken("fstat");
    for (int fd = 0; fd < 256; ++fd)
        sum += fstat(fd, &other) == 0 && other.st_dev == peer.st_dev && other.st_ino == peer.st_ino;
    return sum > 1;
}

static long call_recvmsg(struct run *run)
{
    struct iovec vector = {run->buffer, 1};
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } received;
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = received.room,
                             .msg_controllen = sizeof received.room};
    return FN(recvmsg)(run->fd, &message, 0);
}

static long fail_recvmsg(struct run *run) { return FN(recvmsg)(-1, header(run->buffer, 1), 0); }
static long partial_recvmsg(struct run *run)
{
    return FN(recvmsg)(run->fd, header(run->buffer, 100), MSG_WAITALL);
}

static long call_sendmmsg(struct run *run)
{
    struct mmsghdr message = {.msg_hdr = *header(run->buffer, 1)};
    return FN(sendmmsg)(run->fd, &message, 1, MSG_NOSIGNAL);
}

static long fail_sendmmsg(struct run *run)
{
    struct mmsghdr message = {.msg_hdr = *header(run->buffer, 1)};
    return FN(sendmmsg)(-1, &message, 1, 0);
}

static long call_recvmmsg(struct run *run)
{
    struct mmsghdr message = {.msg_hdr = *header(run->buffer, 1)};
    return FN(recvmmsg)(run->fd, &message, 1, 0, NULL);
}

static long fail_recvmmsg(struct run *run)
{
    struct mmsghdr message = {.msg_hdr = *header(run->buffer, 1)};
    return FN(recvmmsg)(-1, &message, 1, 0, NULL);
}

#define RECEIVER .flags = SC_RESTARTS, .prepare = empty_stream, .enable = put_mark, .effect = byte_gone, .expect = 1
#define SENDER .flags = SC_RESTARTS | SC_SURE_LOSS, .prepare = full_stream, .enable = drain_peer, \
               .effect = mark_written, .expect = 1
#define FAILS(function) .fail = function, .fail_errno = EBADF
#define PART_RECEIVED .prepare_partial = ten_bytes, .moved = bytes_received
#define PART_SENT .prepare_partial = drained_stream, .moved = bytes_sent

const struct scenario socket_scenarios[] = {
    {.names = {"recv"}, .number = NR_recvfrom, RECEIVER, .call = call_recv, FAILS(fail_recv),
     .partial = partial_recv, PART_RECEIVED},
    {.names = {"__recv_chk"}, .number = NR_recvfrom, RECEIVER, .call = call_recv_chk, FAILS(fail_recv_chk),
     .overflow = overflow_recv_chk, .partial = partial_recv_chk, PART_RECEIVED},
    {.names = {"recvfrom"}, .number = NR_recvfrom, RECEIVER, .call = call_recvfrom, FAILS(fail_recvfrom),
     .partial = partial_recvfrom, PART_RECEIVED},
    {.names = {"__recvfrom_chk"}, .number = NR_recvfrom, RECEIVER, .call = call_recvfrom_chk,
     FAILS(fail_recvfrom_chk), .overflow = overflow_recvfrom_chk, .partial = partial_recvfrom_chk, PART_RECEIVED},
    {.names = {"recvmsg"}, .number = NR_recvmsg, .flags = SC_RESTARTS, .prepare = empty_stream,
     .enable = pass_descriptor, .effect = descriptor_arrived, .expect = 1, .call = call_recvmsg, FAILS(fail_recvmsg),
     .partial = partial_recvmsg, PART_RECEIVED},
    {.names = {"recvmmsg"}, .number = NR_recvmmsg, RECEIVER, .call = call_recvmmsg, FAILS(fail_recvmmsg)},
    {.names = {"send", "__send"}, .number = NR_sendto, SENDER, .call = call_send, FAILS(fail_send),
     .partial = partial_send, PART_SENT},
    {.names = {"sendto"}, .number = NR_sendto, SENDER, .call = call_sendto, FAILS(fail_sendto),
     .partial = partial_sendto, PART_SENT},
    {.names = {"sendmsg"}, .number = NR_sendmsg, SENDER, .call = call_sendmsg, FAILS(fail_sendmsg),
     .partial = partial_sendmsg, PART_SENT},
    {.names = {"sendmmsg"}, .number = NR_sendmmsg, SENDER, .call = call_sendmmsg, FAILS(fail_sendmmsg)},
    {.names = {NULL}},
};
