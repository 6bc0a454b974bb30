/* SPDX-License-Identifier: MIT */
/*
 *   scenarios --list                           one line a name: NAME[:VARIANT] and what it is
 *   scenarios NAME[:VARIANT] SITUATION [MS]    plays it, with a deadline of MS milliseconds
 *
 * Exit status 0 with a line "facts ...", 77 with a line "skip REASON", 2 when
 * the test itself is broken.  A deadline that passes ends it by SIGALRM.
 */
#include "scenario.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>

static const struct scenario *const families[] = {
    file_scenarios, open_scenarios, lock_scenarios, pipe_scenarios, socket_scenarios, connection_scenarios,
    message_scenarios, ready_scenarios, child_scenarios, signal_scenarios, timer_scenarios,
};

static const char *full_name(const struct scenario *scenario, const char *name)
{
    static char text[64];
    snprintf(text, sizeof text, "%s%s%s", name, scenario->variant ? ":" : "", scenario->variant ? scenario->variant : "");
    return text;
}

static void list_one(const struct scenario *scenario, const char *name)
{
    const unsigned flags = scenario->flags;
    printf("%s number=%ld blocks=%d enable=%d effect=%d fail=%d partial=%d overflow=%d late=%d timed=%d eintr=%d "
           "no_point=%d fortified=%d gone=%d restarts=%d sure_loss=%d error_number=%d\n",
           full_name(scenario, name), number_here(scenario->number), scenario->enable || (flags & SC_TIMED), !!scenario->enable,
           !!scenario->effect, !!scenario->fail, !!scenario->partial, !!scenario->overflow, !!(flags & SC_LATE),
           !!(flags & SC_TIMED), !!(flags & SC_EINTR), !!(flags & SC_NO_POINT), !!(flags & SC_FORTIFIED),
           !!(flags & SC_GONE), !!(flags & SC_RESTARTS), !!(flags & SC_SURE_LOSS), !!(flags & SC_ERROR_NUMBER));
}

/* Calls `each` for every name of every scenario until it returns non-zero. */
static int for_each(int (*each)(const struct scenario *, const char *, void *), void *argument)
{
    for (size_t i = 0; i < COUNT(families); ++i)
        for (const struct scenario *scenario = families[i]; scenario->names[0]; ++scenario)
            for (size_t k = 0; k < COUNT(scenario->names) && scenario->names[k]; ++k)
                if (each(scenario, scenario->names[k], argument))
                    return 1;
    return 0;
}

static int list_each(const struct scenario *scenario, const char *name, void *unused)
{
    (void)unused;
    list_one(scenario, name);
    return 0;
}

static struct run run;
static struct scenario chosen;

static int choose(const struct scenario *scenario, const char *name, void *wanted)
{
    if (strcmp(full_name(scenario, name), wanted) != 0)
        return 0;
    chosen = *scenario;
    chosen.number = number_here(scenario->number);
    run.scenario = &chosen;
    run.name = name;
    return 1;
}

static int skip(const char *reason)
{
    printf("skip %s\n", reason);
    return 77;
}

static void set_deadline(long milliseconds)
{
    const struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    signal(SIGALRM, SIG_DFL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

int main(int argc, char **argv)
{
    const struct rlimit no_core = {0, 0};
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return for_each(list_each, NULL);
    if (argc < 3 || !for_each(choose, argv[1])) {
        fprintf(stderr, "usage: scenarios --list | NAME[:VARIANT] SITUATION [MILLISECONDS]\n");
        return 2;
    }
    setrlimit(RLIMIT_CORE, &no_core);
    set_deadline(argc > 3 ? atol(argv[3]) : 10000);
    run.function = dlsym(RTLD_DEFAULT, run.name);
    if (!run.function)
        return skip("this C library has no such function");
    run.large = calloc(1, LARGE);
    const char *reason = run.scenario->prepare(&run);
    return reason ? skip(reason) : play(&run, argv[2]);
}
