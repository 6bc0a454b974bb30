/* SPDX-License-Identifier: MIT */
/*
 * A name server that is a socket of this process, silent unless somebody answers.
 * Plain C, for the programs that are cancelled; the caller defines _GNU_SOURCE.
 */
#ifndef SAFECANCEL_TESTS_SUPPORT_NAME_SERVER_H
#define SAFECANCEL_TESTS_SUPPORT_NAME_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>

/* Its socket, and its address into `server`; -1 without loopback sockets. */
static inline int open_name_server(struct sockaddr_in *server)
{
    socklen_t size = sizeof *server;
    server->sin_family = AF_INET;
    server->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int opened = fd >= 0 && bind(fd, (struct sockaddr *)server, sizeof *server) == 0 &&
                       getsockname(fd, (struct sockaddr *)server, &size) == 0;
    return opened ? fd : -1;
}

/* The resolver's state is the thread's own: only the calling thread asks it, once. */
static inline void ask_only(const struct sockaddr_in *server)
{
    res_init();
    _res.nscount = 1;
    _res.nsaddr_list[0] = *server;
    _res.retry = 1;
    _res.retrans = 100;
}

#endif
