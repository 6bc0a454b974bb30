/* SPDX-License-Identifier: MIT */
/*
 * A small server with a thread for each connection: bench_server prints its port
 * and answers requests of HTTP, as many as come on a connection, with a short page,
 * until its standard input ends.  A request costs poll, recv, openat, read, close
 * and send.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *page; /* a file */

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* Receives up to the empty line that ends a request; false when nobody asks any more. */
static int receive_request(int fd)
{
    char request[4096];
    size_t got = 0;
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    do {
        if (got == sizeof request - 1 || poll(&readable, 1, -1) < 0)
            return 0;
        const ssize_t more = recv(fd, request + got, sizeof request - 1 - got, 0);
        if (more <= 0)
            return 0;
        got += (size_t)more;
        request[got] = '\0';
    } while (!strstr(request, "\r\n\r\n"));
    return 1;
}

static int answer(int fd)
{
    char text[256], reply[512];
    const int file = open(page, O_RDONLY | O_CLOEXEC);
    const ssize_t size = file < 0 ? -1 : read(file, text, sizeof text);
    if (file < 0 || close(file) != 0 || size < 0)
        return 0;
    const int length = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %zd\r\n\r\n%.*s", size,
                                (int)size, text);
    return send(fd, reply, (size_t)length, MSG_NOSIGNAL) == length;
}

static void *serve(void *argument)
{
    const int fd = (int)(intptr_t)argument;
    while (receive_request(fd) && answer(fd))
        ;
    close(fd);
    return 0;
}

static void *accept_all(void *argument)
{
    const int listening = (int)(intptr_t)argument;
    for (;;) {
        pthread_t thread;
        const int fd = accept(listening, 0, 0);
        if (fd < 0)
            fail("accept");
        if (pthread_create(&thread, 0, serve, (void *)(intptr_t)fd) != 0)
            fail("a thread");
        pthread_detach(thread);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    pthread_t accepting;
    char byte;
    if (argc != 2) {
        fprintf(stderr, "usage: bench_server FILE\n");
        return 2;
    }
    page = argv[1];
    const int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) != 0 || listen(listening, 128) != 0 ||
        getsockname(listening, (struct sockaddr *)&address, &size) != 0)
        fail("a listening socket");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    if (pthread_create(&accepting, 0, accept_all, (void *)(intptr_t)listening) != 0)
        fail("a thread");
    while (read(0, &byte, 1) > 0)
        ;
    _exit(0);
}
