/* SPDX-License-Identifier: MIT */
/* The file of a page: when it is there, whose it is, and what becomes of a program where it cannot be. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <regex>

#include "catch.hpp"
#include "stats.h"

using namespace safecancel;

namespace {

/* The program ran to its end, counted in private, and one line says what failed. */
void check_not_shared(const Outcome &outcome, const std::string &why)
{
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 2);
    CHECK(std::regex_match(lines[0], std::regex("safecancel: statistics will not outlive a crash: .*" + why)));
    CHECK(std::regex_match(lines[1], std::regex("safecancel: [0-9]+ counted: 1 requests, .*, 1 while blocked, .*")));
}

bool is_root()
{
    return geteuid() == 0;
}

} // namespace

TEST_CASE("page_is_there_while_the_process_is_and_removed_at_its_end", "[page]")
{
    const TemporaryDirectory place, ready;
    Child child(with(sharing(place, {"stay"}), "READY=" + ready.file("ready")));
    for (int i = 0; i < 1000 && ready.names().empty(); ++i)
        usleep(10000);
    CHECK(page_of(place, child.pid()).requests == 2);
    struct stat file;
    REQUIRE(stat(place.file(SC_STATS_PREFIX + std::to_string(child.pid())).c_str(), &file) == 0);
    CHECK((file.st_mode & 07777) == 0600);
    child.signal(SIGTERM);
    child.wait();
    CHECK(only_page(place).requests == 2);

    const TemporaryDirectory other;
    const auto outcome = run(sharing(other, {"read"}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(other.names().empty());
}

TEST_CASE("without_SAFECANCEL_STATS_there_is_no_file", "[page]")
{
    const TemporaryDirectory place;
    CHECK(run(counted(place, {"read", "abort"})).killed(SIGABRT));
    CHECK(run(with(counted(place, {"read", "abort"}), "SAFECANCEL_STATS=0")).killed(SIGABRT));
    CHECK(place.names().empty());
}

TEST_CASE("page_outlives_a_crash", "[crash]")
{
    for (const char *how : {"abort", "kill"}) {
        INFO(how);
        const TemporaryDirectory place;
        const auto outcome = run(sharing(place, {"read", how}));
        CHECK((outcome.killed(SIGABRT) || outcome.killed(SIGKILL)));
        const auto page = only_page(place);
        CHECK(page.requests == 1);
        CHECK(point_of(page, "read").acted_blocked == 1);
        CHECK(page.ended == 0);
    }
}

TEST_CASE("forked_child_counts_in_a_page_of_its_own", "[fork]")
{
    const TemporaryDirectory place;
    const auto outcome = run(sharing(place, {"fork", "kill"}));
    INFO(outcome.describe());
    REQUIRE(outcome.killed(SIGKILL));
    const auto parent = page_of(place, number_after(outcome.out, "parent"));
    const auto child = page_of(place, number_after(outcome.out, "child"));
    CHECK(parent.requests == 2);
    CHECK(total_of(parent).acted_blocked == 2);
    CHECK(child.requests == 1);
    CHECK(total_of(child).acted_blocked == 1);
    CHECK(point_of(child, "read").acted_blocked == 0);
    CHECK(child.start_ticks >= parent.start_ticks);
    CHECK(child.armed > parent.armed);
}

TEST_CASE("vfork_child_does_not_count_and_its_parent_goes_on", "[vfork]")
{
    const TemporaryDirectory place;
    const auto outcome = run(sharing(place, {"vfork", "kill"}));
    INFO(outcome.describe());
    CHECK(outcome.killed(SIGKILL));
    const auto page = only_page(place);
    CHECK(page.requests == 3);
    CHECK(total_of(page).acted_blocked == 3);
}

TEST_CASE("children_without_threads_leave_nothing_and_touch_nothing", "[fork]")
{
    const TemporaryDirectory place;
    CHECK(run(sharing(place, {"children", "kill"})).killed(SIGKILL));
    CHECK(only_page(place).requests == 2);
}

TEST_CASE("executed_program_has_a_page_of_its_own", "[exec]")
{
    const TemporaryDirectory place;
    CHECK(run(sharing(place, {"exec"})).killed(SIGABRT));
    const auto page = only_page(place);
    CHECK(page.requests == 1);
    CHECK(total_of(page).acted_blocked == 1);
}

TEST_CASE("stale_page_of_the_same_user_is_replaced", "[stale]")
{
    const TemporaryDirectory place;
    const auto outcome = run(after("echo old >$PAGE", sharing(place, {"read", "kill"}), place));
    INFO(outcome.describe());
    REQUIRE(outcome.killed(SIGKILL));
    CHECK(outcome.err.empty());
    CHECK(only_page(place).requests == 1);
}

TEST_CASE("link_in_the_place_of_a_page_is_not_followed", "[stale]")
{
    const TemporaryDirectory place;
    const auto outcome = run(after("echo old >" + place.file("target") + "; ln -s target $PAGE",
                                   sharing(place, {"read"}), place));
    check_not_shared(outcome, "File exists");
    CHECK(content_of(place.file("target")) == "old\n");
    CHECK(place.names().size() == 2);
}

TEST_CASE("page_of_another_user_is_left_alone", "[another_user]")
{
    if (!is_root())
        SC_SKIP("only root can make another user's file");
    const TemporaryDirectory place;
    const auto outcome = run(after("echo theirs >$PAGE; chown 65534 $PAGE", sharing(place, {"read"}), place));
    check_not_shared(outcome, "File exists");
    REQUIRE(place.names().size() == 1);
    CHECK(content_of(place.file(place.names()[0])) == "theirs\n");
}

TEST_CASE("directory_that_is_not_there_is_said", "[unwritable]")
{
    const TemporaryDirectory place;
    const auto outcome = run(with(sharing(place, {"read"}), "SAFECANCEL_STATS_DIR=/no/such/directory"));
    check_not_shared(outcome, "No such file or directory");
}

TEST_CASE("full_file_system_is_said_and_no_SIGBUS", "[full]")
{
    const TemporaryDirectory place;
    const Command command = after("mount -t tmpfs -o size=64k none " + place.path().string() +
                                      "\nhead -c 65536 /dev/zero >" + place.file("fill"),
                                  sharing(place, {"read"}), place);
    if (!run({{"unshare", "-m", "sh", "-c", "mount -t tmpfs none " + place.path().string()}}).exited(0))
        SC_SKIP("no file system can be mounted here");
    Command inside = command;
    inside.argv.insert(inside.argv.begin(), {"unshare", "-m"});
    check_not_shared(run(inside), "No space left on device");
}

TEST_CASE("limit_on_the_size_of_files_ends_nobody", "[limit]")
{
    const TemporaryDirectory place;
    check_not_shared(run(after("ulimit -f 0", sharing(place, {"read"}), place)), "File too large");
    CHECK(place.names().empty());
}
