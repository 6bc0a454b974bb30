/* SPDX-License-Identifier: MIT */
/*
 * calls_others: a threaded program that calls connect() and fsync(), which
 * another preloaded object may have taken, and cancels a blocked thread.  Prints what each
 * call answered.
 */
#include "target.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int fds[2];

static void *block(void *unused)
{
    char byte;
    announce();
    (void)!read(fds[0], &byte, 1);
    return unused;
}

/* Port 7 on the loopback: refused by the kernel, or by the other object. */
static int connect_error(void)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(7), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(fd >= 0);
    const int result = connect(fd, (const struct sockaddr *)&address, sizeof address);
    const int error = errno;
    close(fd);
    return result == 0 ? 0 : error;
}

int main(void)
{
    CHECK(pipe(fds) == 0);
    const int error = connect_error();
    printf("connect=%s\n", error == EDOM ? "other" : "kernel");
    printf("fsync=%s\n", fsync(fds[0]) == 0 ? "other" : "kernel");  /* a pipe: EINVAL */
    const pthread_t thread = start(block, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    puts(join(thread));
    return 0;
}
