/* SPDX-License-Identifier: MIT */
/*
 * getaddrinfo, asking a name server that is a socket of this process, and
 * syslog with a copy to standard error.
 *
 * Found in stock glibc and not asked for here: up to 2.37 a request acted upon
 * while getaddrinfo asks the kernel for its addresses (AI_ADDRCONFIG) leaves a
 * lock taken (BZ 20975); acted upon at one of the connects, getaddrinfo leaves that
 * socket open, and so does syslog at the close after a connect that failed; up
 * to 2.36 the stream on the stack which vdprintf gives up stays in stdio's list,
 * so that exit() aborts.  syslog to /dev/log would need the system's own log
 * daemon to be stopped; the copy to standard error is written before its lock
 * is taken up to 2.36, and after that the point is the same write.
 */
#include "inside.h"

#include <netdb.h>
#include <string.h>
#include <syslog.h>

#include "../support/name_server.h"

static struct sockaddr_in server;

static const char *a_name_server(struct run *run)
{
    run->peer = open_name_server(&server);
    return run->peer < 0 ? "no loopback sockets" : NULL;
}

/* Answers "no such name" to every question, as long as there are any. */
static void answer(struct run *run)
{
    unsigned char packet[512];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    const ssize_t got = recvfrom(run->peer, packet, sizeof packet, 0, (struct sockaddr *)&from, &size);
    if (got < 12)
        broken("recvfrom");
    packet[2] |= 0x80;
    packet[3] = 0x83;
    sendto(run->peer, packet, (size_t)got, 0, (struct sockaddr *)&from, size);
}

static long call_getaddrinfo(struct run *run)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    ask_only(&server);
    const int error = FN(getaddrinfo)("no-such-host.invalid.", NULL, &hints, &found);
    if (error == 0)
        freeaddrinfo(found);
    return error;
}

/* Another thread's lookup still works: none of libc's locks was left taken. */
static void *looks_up(void *found)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *list = NULL;
    *(int *)found = getaddrinfo("127.0.0.1", NULL, &hints, &list) == 0;
    if (list)
        freeaddrinfo(list);
    return NULL;
}

static int lookups_work(struct run *run)
{
    int found = 0;
    void *result;
    pthread_t thread;
    (void)run;
    if (pthread_create(&thread, NULL, looks_up, &found) != 0)
        broken("pthread_create");
    return ends_within(thread, 2, &result) && found ? 0 : HARM_LOCKED;
}

/* --- syslog --- */

static const char *full_standard_error(struct run *run)
{
    make_pipe_to_write(run);
    fill(run->fd);
    if (dup2(run->fd, 2) != 2)
        broken("dup2");
    openlog("M", LOG_PERROR, LOG_USER);
    return NULL;
}

static int messages;

static void drain_messages(struct run *run) { messages += count_bytes(run->peer, 'M'); }

static int message_written(struct run *run)
{
    drain_messages(run);
    return messages > 0;
}

static long call_syslog(struct run *run)
{
    FN(syslog)(LOG_DEBUG, "message");
    return 0;
}

static void *logs(void *unused)
{
    syslog(LOG_DEBUG, "another");
    return unused;
}

static int syslog_works(struct run *run)
{
    pthread_t thread;
    void *result;
    drain_messages(run);
    if (pthread_create(&thread, NULL, logs, NULL) != 0)
        broken("pthread_create");
    const int harm = ends_within(thread, 2, &result) ? 0 : HARM_LOCKED;
    closelog();
    return harm;
}

/* The first poll of a lookup does not wait: it is that one which a tracer sees completed. */
const struct inside network_rows[] = {
    {{.names = {"getaddrinfo"}, .number = NR_poll, .flags = SC_LATE | SC_ONCE, .prepare = a_name_server,
      .enable = answer, .expect = EAI_NONAME, .call = call_getaddrinfo}, .flags = IN_MANY | IN_KEEPS_TOKEN | IN_SOCKET_LEFT,
     .harm = lookups_work},
    {{.names = {"syslog"}, .number = SC_SYSLOG_CALL, .flags = SC_ONCE, .prepare = full_standard_error, .enable = drain_messages,
      .effect = message_written, .call = call_syslog}, .flags = IN_MANY | IN_SPOILS_EXIT | IN_SOCKET_LEFT,
     .harm = syslog_works},
    {.point = {.names = {NULL}}},
};
