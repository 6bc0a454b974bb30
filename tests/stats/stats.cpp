/* SPDX-License-Identifier: MIT */
#include "stats.h"

#include <cstring>

#include "catch.hpp"

namespace safecancel {

Command with(Command command, const std::string &variable)
{
    command.environment.push_back(variable);
    return command;
}

Command counted(const TemporaryDirectory &place, const std::vector<std::string> &arguments)
{
    Command command{{SAFECANCEL_COUNTED}};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command = with(with_shim(std::move(command)), "SAFECANCEL_REQUIRE=1");
    return with(std::move(command), "SAFECANCEL_STATS_DIR=" + place.path().string());
}

Command sharing(const TemporaryDirectory &place, const std::vector<std::string> &arguments)
{
    return with(counted(place, arguments), "SAFECANCEL_STATS=1");
}

Command after(const std::string &script, const Command &program, const TemporaryDirectory &place)
{
    Command command{{"sh", "-e", "-c", "PAGE=" + place.path().string() + "/" SC_STATS_PREFIX "$$\n" + script +
                                           "\nexec env \"$@\"", "sh"}};
    for (const auto &variable : program.environment)
        command.argv.push_back(variable);
    command.argv.insert(command.argv.end(), program.argv.begin(), program.argv.end());
    return command;
}

sc_stats_page page_of(const TemporaryDirectory &place, long pid)
{
    const std::string bytes = content_of(place.file(SC_STATS_PREFIX + std::to_string(pid)));
    sc_stats_page page = {};
    REQUIRE(bytes.size() >= sizeof page);
    std::memcpy(&page, bytes.data(), sizeof page);
    REQUIRE(std::memcmp(page.magic, SC_STATS_MAGIC, sizeof page.magic) == 0);
    REQUIRE(page.format == SC_STATS_FORMAT);
    REQUIRE(page.size == sizeof page);
    REQUIRE(page.point_count <= SC_STATS_POINTS);
    CHECK(page.pid == pid);
    return page;
}

sc_stats_page only_page(const TemporaryDirectory &place)
{
    const auto names = place.names();
    REQUIRE(names.size() == 1);
    REQUIRE(names[0].find(SC_STATS_PREFIX) == 0);
    return page_of(place, std::stol(names[0].substr(std::strlen(SC_STATS_PREFIX))));
}

sc_stats_point point_of(const sc_stats_page &page, const std::string &name)
{
    for (uint32_t i = 0; i < page.point_count; ++i)
        if (name == page.points[i].name)
            return page.points[i];
    FAIL("no row " << name);
    return {};
}

sc_stats_point total_of(const sc_stats_page &page)
{
    sc_stats_point total = {};
    for (const auto &point : page.points) {
        total.acted_before += point.acted_before;
        total.acted_blocked += point.acted_blocked;
        total.kept += point.kept;
        total.failed += point.failed;
    }
    return total;
}

} // namespace safecancel
