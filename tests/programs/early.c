/* SPDX-License-Identifier: MIT */
/* What the constructor of early_library came to, and that cancellation goes on working. */
#include "target.h"

extern const char *early_result;

static void *sleeper(void *unused)
{
    announce();
    sleep(1000);
    return unused;
}

int main(void)
{
    const pthread_t thread = start(sleeper, NULL);
    wait_until_blocked();
    CHECK(pthread_cancel(thread) == 0);
    printf("early=%s later=%s\n", early_result, join(thread));
    return 0;
}
