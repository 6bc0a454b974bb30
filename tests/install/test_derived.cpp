/* SPDX-License-Identifier: MIT */
/* scripts/update-interpose-map: notices and repairs files that do not follow from the table. */
#include "catch.hpp"
#include "stage.h"

using namespace safecancel;

namespace {

/* The script on a tree of its own. */
Outcome update(const TemporaryDirectory &stage, std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), SAFECANCEL_SOURCE "/scripts/update-interpose-map");
    Command command{arguments};
    command.environment = {"SAFECANCEL_ROOT=" + stage.path().string()};
    return run(command);
}

}  // namespace

TEST_CASE("derived_files_are_checked_and_written")
{
    const TemporaryDirectory stage;
    stage.copy(SAFECANCEL_SOURCE "/README.md", "README.md");
    stage.copy(SAFECANCEL_SOURCE "/man/libsafecancel.7", "man/libsafecancel.7");
    stage.copy(SAFECANCEL_SOURCE "/interpose.map", "interpose.map");
    const auto table = content_of(SAFECANCEL_SOURCE "/shim/points.def");
    stage.write("shim/points.def", table);
    CHECK(update(stage, {"--check"}).exited(0));

    stage.write("shim/points.def", table + "SC_ROW(zzz_new, sc_call_read)\nSC_ROW(__zzz_new_chk, sc_call_read)\n");
    const auto stale = update(stage, {"--check"});
    INFO(stale.describe());
    CHECK(stale.exited(1));
    CHECK(stale.err.find("interpose.map is out of date") != std::string::npos);
    CHECK(stale.err.find("README.md is out of date") != std::string::npos);
    CHECK(stale.err.find("libsafecancel.7 is out of date") != std::string::npos);

    CHECK(update(stage, {}).exited(0));
    CHECK(update(stage, {"--check"}).exited(0));
    CHECK(has_line(content_of(stage.path() / "interpose.map"), "    zzz_new;"));
    CHECK(content_of(stage.path() / "README.md").find("`zzz_new` (`__zzz_new_chk`).") != std::string::npos);
    CHECK(content_of(stage.path() / "man/libsafecancel.7").find("zzz_new (__zzz_new_chk).") != std::string::npos);
}

TEST_CASE("derived_list_refuses_an_alias_without_its_row")
{
    const TemporaryDirectory stage;
    stage.copy(SAFECANCEL_SOURCE "/README.md", "README.md");
    stage.copy(SAFECANCEL_SOURCE "/man/libsafecancel.7", "man/libsafecancel.7");
    stage.write("shim/points.def", "SC_ROW(__alone, sc_call_read)\n");
    const auto outcome = update(stage, {});
    INFO(outcome.describe());
    CHECK(outcome.exited(2));
    CHECK(outcome.err.find("an alias, but no row: alone") != std::string::npos);
}
