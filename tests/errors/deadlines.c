/* SPDX-License-Identifier: MIT */
/* Themes of deadlines: nested, passed, over in time, and left by threads that end. */
#include "themes.h"

#include "probe.h"

void deadline_nests(void)
{
    struct safecancel_deadline outer, inner, innermost;
    begin(&outer, 100000);
    begin(&inner, -1);
    begin(&innermost, 100000); /* the earliest wins */
    EXPECT(failing_points() == PROBE_LIMIT);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
    end(&innermost);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&inner);
    EXPECT(failing_points() == 0 && safecancel_pending() == 0);
    end(&outer);
    EXPECT(safecancel_deadline_end(&outer) == EINVAL);
}

void deadline_passed(void)
{
    struct safecancel_deadline scope;
    const struct timespec zero = {0, 0}, negative = {-5, 0};
    begin(&scope, -1000);
    EXPECT(safecancel_pending() == 1);
    EXPECT(safecancel_clear() == 0); /* a deadline stays */
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(safecancel_deadline_begin(&scope, &zero) == 0);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(safecancel_deadline_begin(&scope, &negative) == 0);
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(failing_points() == 0);
}

void deadline_ends_before(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 50);
    end(&scope);
    sleep_for(150);
    EXPECT(safecancel_pending() == 0);
    EXPECT(failing_points() == 0);
    EXPECT(sleep(0) == 0 && usleep(50000) == 0);
}

/* And an interrupt in a scope that has not passed is one failure. */
void deadline_and_interrupt(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 100000);
    interrupt_self();
    EXPECT(failing_points() == 1);
    end(&scope);
    begin(&scope, -1);
    interrupt_self();
    EXPECT(failing_points() == PROBE_LIMIT);
    end(&scope);
    EXPECT(failing_points() == 0); /* taken by the first of them */
}

static struct safecancel_deadline left_scope;

static void *leaves_scope(void *how)
{
    begin(&left_scope, 30);
    interrupt_self();
    if (how)
        pthread_exit(how);
    return how;
}

static void *probes(void *unused)
{
    (void)unused;
    sleep_for(60);
    return (void *)(intptr_t)failing_points();
}

/* The next threads get its stack, its struct pthread and in the end its id. */
void exits_in_scope(void)
{
    for (intptr_t i = 0; i < 4; ++i) {
        EXPECT(result_of(start(leaves_scope, (void *)(i % 2))) == (void *)(i % 2));
        EXPECT(result_of(start(probes, NULL)) == NULL);
    }
    EXPECT(failing_points() == 0);
}
