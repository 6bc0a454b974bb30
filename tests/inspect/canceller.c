/* SPDX-License-Identifier: MIT */
/* A library that cancels. */
#include <pthread.h>

int canceller(pthread_t thread)
{
    return pthread_cancel(thread);
}
