/* SPDX-License-Identifier: MIT */
/* Calls every function of the header and prints what each answers.  C and C++; linked into binaries of every kind. */
#include <safecancel/safecancel.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C"
#endif
__attribute__((visibility("default"))) int print_answers(void);

int print_answers(void)
{
    struct safecancel_deadline scope;
    const struct timespec when = {5, 7};
    int context = 0;
    printf("available=%d\n", safecancel_available());
    printf("interrupt=%d\n", safecancel_interrupt(pthread_self()));
    printf("break_from_handler=%d\n", safecancel_break_from_handler(&context));
    printf("pending=%d\n", safecancel_pending());
    printf("clear=%d\n", safecancel_clear());
    printf("deadline_begin=%d\n", safecancel_deadline_begin(&scope, &when));
    printf("deadline_end=%d\n", safecancel_deadline_end(&scope));
#ifdef __cplusplus
    typedef std::chrono::steady_clock::time_point Time;
    safecancel::deadline at(Time(std::chrono::seconds(5) + std::chrono::nanoseconds(7)));
    printf("deadline_at=%d\n", at.error());
    safecancel::deadline after(std::chrono::hours(1));
    printf("deadline_after=%d\n", after.error());
#endif
    return fflush(stdout);
}
