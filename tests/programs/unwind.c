/* SPDX-License-Identifier: MIT */
/*
 * unwind: cancels a thread in each blocking call, with the request pending
 * before the call and while it blocks.  Three functions deep there are cleanup
 * handlers (lower case) and, in C++, objects with destructors (upper case).
 * Prints for each
 *
 *     POINT WHEN order=LETTERS blocked32=0|1 canceled|returned
 *
 * blocked32: a handler or destructor saw signal 32 blocked.
 *
 * Built four times: as C and (unwind.cpp) as C++, with and without
 * -fexceptions.  In C++ without it destructors do not run.
 */
#include "blocking.h"

static char order[32];
static int blocked32;

static void note(char letter)
{
    order[strlen(order)] = letter;
    blocked32 |= cancel_signal_blocked();
}

static void handler(void *letter)
{
    note(*(const char *)letter);
}

#ifdef __cplusplus
struct Noted {
    explicit Noted(char l) : letter(l) {}
    ~Noted() { note(letter); }
    char letter;
};
#define NOTED(letter) const Noted noted(letter)
#else
#define NOTED(letter) (void)0
#endif

static char letter_a[] = "a", letter_b[] = "b", letter_c[] = "c";

__attribute__((noinline)) static void innermost(const struct blocking *call)
{
    NOTED('A');
    pthread_cleanup_push(handler, letter_a);
    call->block();
    pthread_cleanup_pop(0);
}

__attribute__((noinline)) static void middle(const struct blocking *call)
{
    pthread_cleanup_push(handler, letter_b);
    NOTED('B');
    innermost(call);
    pthread_cleanup_pop(0);
}

struct round {
    const struct blocking *call;
    int pending;
};

static void *target(void *argument)
{
    const struct round *round = (const struct round *)argument;
    NOTED('C');
    pthread_cleanup_push(handler, letter_c);
    if (round->pending)
        pthread_cancel(pthread_self());
    announce();
    middle(round->call);
    pthread_cleanup_pop(0);
    return NULL;
}

static void run(const struct blocking *call, int pending)
{
    struct round round = {call, pending};
    memset(order, 0, sizeof order);
    blocked32 = 0;
    const pthread_t thread = start(target, &round);
    if (!pending) {
        wait_until_blocked();
        CHECK(pthread_cancel(thread) == 0);
    }
    const char *result = join(thread);
    printf("%s %s order=%s blocked32=%d %s\n", call->name, pending ? "pending" : "blocked", order, blocked32, result);
}

int main(void)
{
    prepare_blocking();
    for (const struct blocking *call = blocking_calls; call->name; ++call) {
        run(call, 1);
        run(call, 0);
    }
    return 0;
}
