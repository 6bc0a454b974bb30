/* SPDX-License-Identifier: MIT */
/*
 * Message queues.  POSIX queues lose their name as soon as they are open; System V
 * queues have no other end than removal, so remember_queue() tells the driver.
 */
#include "scenario.h"

#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <time.h>

/* run->queue: one message of at most 16 bytes. */
static const char *empty_mq(struct run *run)
{
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 16};
    char name[64];
    snprintf(name, sizeof name, "/safecancel-points-%d", (int)getpid());
    run->queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &attributes);
    if (run->queue < 0)
        return errno == ENOSYS ? "the kernel has no POSIX message queues" : "mq_open is not permitted";
    mq_unlink(name);
    return NULL;
}

static void put_message(struct run *run)
{
    if (mq_send(run->queue, "other", 5, 3) != 0)
        broken("mq_send");
}

static void take_message(struct run *run)
{
    char text[16];
    if (mq_receive(run->queue, text, sizeof text, NULL) != 5)
        broken("mq_receive");
}

static const char *full_mq(struct run *run)
{
    const char *reason = empty_mq(run);
    if (!reason)
        put_message(run);
    return reason;
}

static int mq_has_none(struct run *run)
{
    struct mq_attr attributes;
    return mq_getattr(run->queue, &attributes) == 0 && attributes.mq_curmsgs == 0;
}

/* The other message is out; one that is in must be ours. */
static int mq_has_ours(struct run *run) { return !mq_has_none(run); }

/* Not constant: qemu-user writes the time back, where the kernel does not. */
static struct timespec far = {2000000000, 5};
static const struct timespec bad = {0, -1};

static long call_mq_receive(struct run *run)
{
    unsigned priority;
    return FN(mq_receive)(run->queue, run->buffer, 16, &priority);
}

static long fail_mq_receive(struct run *run) { return FN(mq_receive)(run->queue, run->buffer, 1, NULL); }
static long call_mq_timedreceive(struct run *run)
{
    return FN(mq_timedreceive)(run->queue, run->buffer, 16, NULL, &far);
}

static long fail_mq_timedreceive(struct run *run)
{
    return FN(mq_timedreceive)(run->queue, run->buffer, 16, NULL, &bad);
}

static long call_mq_send(struct run *run) { return FN(mq_send)(run->queue, run->buffer, 4, 7); }
static long fail_mq_send(struct run *run) { return FN(mq_send)(run->queue, run->buffer, 17, 7); }
static long call_mq_timedsend(struct run *run) { return FN(mq_timedsend)(run->queue, run->buffer, 4, 7, &far); }
static long fail_mq_timedsend(struct run *run) { return FN(mq_timedsend)(run->queue, run->buffer, 4, 7, &bad); }

struct message {
    long type;
    char text[16];
};

static const char *empty_queue(struct run *run)
{
    run->queue = msgget(IPC_PRIVATE, 0600);
    if (run->queue < 0)
        return errno == ENOSYS ? "the kernel has no System V message queues" : "msgget is not permitted";
    remember_queue(run->queue);
    return NULL;
}

static void put_sysv(struct run *run)
{
    const struct message other = {3, "other"};
    if (msgsnd(run->queue, &other, 5, IPC_NOWAIT) != 0)
        broken("msgsnd");
}

static void take_sysv(struct run *run)
{
    struct message other;
    if (msgrcv(run->queue, &other, sizeof other.text, 3, IPC_NOWAIT) != 5)
        broken("msgrcv");
}

static const char *full_queue(struct run *run)
{
    struct msqid_ds state;
    const char *reason = empty_queue(run);
    if (reason)
        return reason;
    if (msgctl(run->queue, IPC_STAT, &state) != 0)
        broken("IPC_STAT");
    state.msg_qbytes = 8;
    if (msgctl(run->queue, IPC_SET, &state) != 0)
        broken("IPC_SET");
    put_sysv(run);
    return NULL;
}

static int queue_has_none(struct run *run)
{
    struct msqid_ds state;
    const int known = msgctl(run->queue, IPC_STAT, &state);
    msgctl(run->queue, IPC_RMID, NULL);
    return known == 0 && state.msg_qnum == 0;
}

static int queue_has_ours(struct run *run) { return !queue_has_none(run); }

static long call_msgrcv(struct run *run) { return FN(msgrcv)(run->queue, run->buffer, 16, 0, 0); }
static long fail_msgrcv(struct run *run) { return FN(msgrcv)(run->queue, run->buffer, 16, 9, IPC_NOWAIT); }
static long call_msgsnd(struct run *run)
{
    const struct message ours = {7, "ours"};
    return FN(msgsnd)(run->queue, &ours, 4, 0);
}

static long fail_msgsnd(struct run *run)
{
    const struct message ours = {0, "ours"};
    return FN(msgsnd)(run->queue, &ours, 4, 0);
}

#define MQ_IN .flags = SC_RESTARTS | SC_SURE_LOSS, .prepare = empty_mq, .enable = put_message, .effect = mq_has_none, .expect = 5
#define MQ_OUT .flags = SC_RESTARTS | SC_SURE_LOSS, .prepare = full_mq, .enable = take_message, .effect = mq_has_ours

const struct scenario message_scenarios[] = {
    {.names = {"mq_receive"}, .number = NR_mq_timedreceive, MQ_IN,
     .call = call_mq_receive, .fail = fail_mq_receive, .fail_errno = EMSGSIZE},
    {.names = {"mq_timedreceive"}, .number = NR_mq_timedreceive, MQ_IN,
     .call = call_mq_timedreceive, .fail = fail_mq_timedreceive, .fail_errno = EINVAL},
    {.names = {"mq_send"}, .number = NR_mq_timedsend, MQ_OUT,
     .call = call_mq_send, .fail = fail_mq_send, .fail_errno = EMSGSIZE},
    {.names = {"mq_timedsend"}, .number = NR_mq_timedsend, MQ_OUT,
     .call = call_mq_timedsend, .fail = fail_mq_timedsend, .fail_errno = EINVAL},
    {.names = {"msgrcv"}, .number = NR_msgrcv, .flags = SC_SURE_LOSS, .prepare = empty_queue, .enable = put_sysv,
     .effect = queue_has_none, .expect = 5, .call = call_msgrcv, .fail = fail_msgrcv, .fail_errno = ENOMSG},
    {.names = {"msgsnd"}, .number = NR_msgsnd, .prepare = full_queue, .enable = take_sysv,
     .effect = queue_has_ours, .call = call_msgsnd, .fail = fail_msgsnd, .fail_errno = EINVAL},
    {.names = {NULL}},
};
