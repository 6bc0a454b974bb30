/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "report.h"
#include "stats_page.h"

namespace safecancel {

constinit Settings settings = {};

namespace {

/* Empty counts as unset, as for the loader's own variables. */
const char *value_of(const char *name)
{
    const char *value = secure_getenv(name);
    return value != nullptr && value[0] != '\0' ? value : nullptr;
}

bool read_switch(const char *name, bool usual = false)
{
    const char *value = value_of(name);
    if (value == nullptr)
        return usual;
    if (strcmp(value, "0") == 0 || strcmp(value, "1") == 0)
        return value[0] == '1';
    report("warning: %s=%s is not understood, only 0 and 1 are; taken as %d", name, value, usual);
    return usual;
}

constinit char statistics_path[2 * PATH_MAX] = "", statistics_place[2 * PATH_MAX] = "", trace_path[2 * PATH_MAX] = "";

/* A daemon changes its directory; the file is where it was at the start. */
const char *absolute(const char *path, char (&kept)[2 * PATH_MAX])
{
    char directory[PATH_MAX];
    if (path[0] == '/' ||
        raw_syscall(__NR_getcwd, reinterpret_cast<long>(directory), sizeof directory) <= 0)
        return path;
    snprintf(kept, sizeof kept, "%s/%s", directory, path);
    return kept;
}

} // namespace

void read_settings()
{
    const char *level = value_of("SAFECANCEL");
    settings.off = level != nullptr && strcmp(level, "off") == 0;
    if (level != nullptr && !settings.off && strcmp(level, "on") != 0)
        report("warning: SAFECANCEL=%s is not understood, only on and off are; taken as on", level);

    settings.verbose = read_switch("SAFECANCEL_VERBOSE");
    settings.require = read_switch("SAFECANCEL_REQUIRE");
    settings.no_vdso = !read_switch("SAFECANCEL_VDSO", true);

    const char *statistics = value_of("SAFECANCEL_STATS");
    settings.statistics = statistics != nullptr && strcmp(statistics, "0") != 0;
    if (settings.statistics && strcmp(statistics, "1") != 0)
        settings.statistics_file = absolute(statistics, statistics_path);
    const char *place = value_of("SAFECANCEL_STATS_DIR");
    settings.statistics_directory = place != nullptr ? absolute(place, statistics_place) : SC_STATS_DIRECTORY;
    const char *trace = value_of("SAFECANCEL_TRACE");
    settings.trace_file = trace != nullptr ? absolute(trace, trace_path) : nullptr;
}

} // namespace safecancel
