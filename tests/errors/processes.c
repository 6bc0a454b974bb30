/* SPDX-License-Identifier: MIT */
/* Themes of children, which have nothing of their parent's, and of the end of a process. */
#include "themes.h"

#include <sys/wait.h>

#include "probe.h"

static int status_of(pid_t child)
{
    int status;
    EXPECT(child > 0);
    EXPECT(waitpid(child, &status, 0) == child);
    return status;
}

void fork_has_nothing(void)
{
    struct safecancel_deadline scope;
    begin(&scope, 20);
    interrupt_self();
    const pid_t child = fork();
    if (child == 0) {
        EXPECT(safecancel_pending() == 0);
        sleep_for(50);
        EXPECT(failing_points() == 0);
        EXPECT(safecancel_interrupt(pthread_self()) == 0);
        EXPECT(sleep(10) > 0 && errno == ECANCELED);
        EXPECT(failing_points() == 0);
        _exit(0);
    }
    EXPECT(failing_points() >= 1);
    end(&scope);
    EXPECT(status_of(child) == 0);
    EXPECT(failing_points() == 0);
}

static volatile int child_failing = -1;
static volatile int child_shares;

static __attribute__((noinline)) pid_t vfork_probing(void)
{
    const pid_t child = vfork();
    if (child == 0) {
        child_shares = 1;
        child_failing = failing_points();
        _exit(0);
    }
    return child;
}

/* It shares its parent's memory and word, but it is another thread. */
void vfork_takes_nothing(void)
{
    interrupt_self();
    const pid_t child = vfork_probing();
    if (!child_shares)
        skip("a vfork child has memory of its own here");
    EXPECT(child_failing == 0);
    EXPECT(failing_points() == 1);
    EXPECT(status_of(child) == 0);
}

static void *outlives_main(void *unused)
{
    sleep_for(100);
    return unused;
}

void main_exits(void)
{
    interrupt_self();
    EXPECT(failing_points() == 1);
    EXPECT(pthread_detach(start(outlives_main, NULL)) == 0);
    pthread_exit(NULL);
}
