/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"

namespace safecancel {

constinit Settings settings = {};

namespace {

/* Empty counts as unset, as for the loader's own variables. */
const char *value_of(const char *name)
{
    const char *value = secure_getenv(name);
    return value != nullptr && value[0] != '\0' ? value : nullptr;
}

bool read_switch(const char *name)
{
    const char *value = value_of(name);
    if (value == nullptr || strcmp(value, "0") == 0)
        return false;
    if (strcmp(value, "1") == 0)
        return true;
    report("warning: %s=%s is not understood, only 0 and 1 are; taken as 0", name, value);
    return false;
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

    const char *statistics = value_of("SAFECANCEL_STATS");
    settings.statistics = statistics != nullptr && strcmp(statistics, "0") != 0;
    settings.statistics_file =
        settings.statistics && strcmp(statistics, "1") != 0 ? statistics : nullptr;
}

} // namespace safecancel
