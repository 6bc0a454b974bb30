/* SPDX-License-Identifier: MIT */
/* The rows that can be played: every name of every scenario and of every row inside libc. */
#include "play.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static const struct scenario *const families[] = {
    file_scenarios,    open_scenarios,  lock_scenarios,  pipe_scenarios,   socket_scenarios, connection_scenarios,
    message_scenarios, ready_scenarios, child_scenarios, signal_scenarios, timer_scenarios,
};

/* Not plain_rows' read and its like, which tests/points has, and not what is no point at all. */
static const struct inside *const inside_families[] = {
    stdio_rows, process_rows, wait_rows, join_rows, network_rows, plain_rows,
};

static const char *full_name(const char *name, const char *variant)
{
    static char text[BOARD_TEXT];
    snprintf(text, sizeof text, "%s%s%s", name, variant ? ":" : "", variant ? variant : "");
    return text;
}

static const struct failure *failure_of(const char *full_name)
{
    for (const struct failure *failure = failures; failure->name; ++failure)
        if (strcmp(failure->name, full_name) == 0)
            return failure;
    return NULL;
}

/* Calls `each` for every row until it returns non-zero. */
static int for_each(int (*each)(const struct play *, void *), void *argument)
{
    for (size_t i = 0; i < COUNT(families); ++i)
        for (const struct scenario *one = families[i]; one->names[0]; ++one)
            for (size_t k = 0; k < COUNT(one->names) && one->names[k]; ++k) {
                const struct play play = {one->names[k], one, NULL, NULL};
                if (each(&play, argument))
                    return 1;
            }
    for (size_t i = 0; i < COUNT(inside_families); ++i)
        for (const struct inside *one = inside_families[i]; one->point.names[0]; ++one)
            for (size_t k = 0; k < COUNT(one->point.names) && one->point.names[k]; ++k) {
                const char *name = one->point.names[k];
                const struct play play = {name, &one->point, one, failure_of(full_name(name, one->point.variant))};
                if (!(one->flags & IN_PLAIN) && each(&play, argument))
                    return 1;
            }
    return 0;
}

static int list_one(const struct play *play, void *unused)
{
    const struct scenario *scenario = play->scenario;
    const unsigned flags = scenario->flags, inside = play->inside ? play->inside->flags : 0;
    (void)unused;
    printf("%s inside=%d here=%d blocks=%d enable=%d effect=%d fail=%d partial=%d late=%d timed=%d eintr=%d "
           "no_point=%d gone=%d restarts=%d error_number=%d keeps_token=%d many=%d socket_left=%d drops=%d harm=%d\n",
           full_name(play->name, scenario->variant), play->inside != NULL,
           dlsym(RTLD_DEFAULT, play->name) != NULL, scenario->enable || (flags & SC_TIMED), !!scenario->enable,
           !!scenario->effect, scenario->fail || play->failure, !!scenario->partial, !!(flags & SC_LATE),
           !!(flags & SC_TIMED), !!(flags & SC_EINTR), !!(flags & SC_NO_POINT), !!(flags & SC_GONE),
           !!(flags & SC_RESTARTS) || !!(inside & IN_RESTARTS), !!(flags & SC_ERROR_NUMBER),
           !!(inside & IN_KEEPS_TOKEN), !!(inside & IN_MANY), !!(inside & IN_SOCKET_LEFT),
           play->inside && scenario->number == NR_write, play->inside && play->inside->harm);
    return 0;
}

int list_plays(void)
{
    return for_each(list_one, NULL);
}

static struct play found;

static int is_wanted(const struct play *play, void *wanted)
{
    if (strcmp(full_name(play->name, play->scenario->variant), wanted) != 0)
        return 0;
    found = *play;
    return 1;
}

const struct play *find_play(const char *wanted)
{
    return for_each(is_wanted, (void *)wanted) ? &found : NULL;
}
