/* SPDX-License-Identifier: MIT */
/* A process that makes one thread and waits for it. */
#include <pthread.h>

static void *nothing(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, 0, nothing, 0) != 0)
        return 1;
    return pthread_join(thread, 0);
}
