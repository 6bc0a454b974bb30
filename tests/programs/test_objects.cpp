/* SPDX-License-Identifier: MIT */
/* The objects of a process: a plugin that brings threads, other preloaded objects, the audit object. */
#include <unistd.h>

#include <regex>

#include "catch.hpp"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

/* "N chained" of the verbose lines; -1: not there. */
int chained(const Outcome &outcome)
{
    std::smatch match;
    const std::regex line("safecancel: [0-9]+ points through the thunk, ([0-9]+) chained\n");
    return std::regex_search(outcome.err, match, line) ? std::stoi(match[1]) : -1;
}

Command verbose(Command command)
{
    return with(std::move(command), "SAFECANCEL_VERBOSE=1");
}

/* A program whose output tells that it ran, and how. */
const char *const ran = "cancel=0\ncancel=0\ncanceled\n";
const char *const ran_with_refusal = "cancel=0\ncancel=3\ncanceled\n";
Command program_that_cancels()
{
    return program("requests", {"twice"});
}

/* Off, and the program runs as without the shim; required: it does not run. */
void check_stands_aside(const std::filesystem::path &shim, const std::string &reason)
{
    const auto outcome = run(with_shim_at(program_that_cancels(), shim));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK((outcome.out == ran || (libc_refuses_exited_threads() && outcome.out == ran_with_refusal)));
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("safecancel: off: ") == 0);
    CHECK(lines[0].find(reason) != std::string::npos);

    const auto required = run(with(with_shim_at(program_that_cancels(), shim), "SAFECANCEL_REQUIRE=1"));
    INFO("required: " << required.describe());
    CHECK(required.exited(125));
    CHECK(required.out.empty());
    CHECK(lines_of(required.err, lines[0]).size() == 1);
}

}  // namespace

/* No REQUIRE here: it would arm at the start, and the first use of threads is the subject. */
TEST_CASE("plugin_that_needs_threads_first_arms_the_process", "[lazy]")
{
    const auto command = program("lazy", {SAFECANCEL_PLUGIN, "500"});
    const auto stock = run(command);
    INFO("stock: " << stock.describe());
    CHECK(stock.exited(0));
    if (libc_loses_results() && sysconf(_SC_NPROCESSORS_ONLN) > 1)
        CHECK(number_after(stock.out, "lost") > 0);

    const auto shim = run(verbose(with_shim(command)));
    INFO("armed: " << shim.describe());
    CHECK(shim.exited(0));
    CHECK(shim.out == "lazy lost=0\n");
    const auto lines = lines_of(shim.err);
    REQUIRE(lines.size() >= 6);
    CHECK(lines[0] == "before");
    CHECK(lines[1] == "loaded");
    for (size_t i = 2; i < lines.size() - 1; ++i)
        CHECK(lines[i].find("safecancel: ") == 0);
    CHECK(lines.back() == "after");
}

/* Such a constructor finds the settings read and the process armed, not half of it. */
TEST_CASE("library_whose_constructor_cancels_a_thread_arms_the_process", "[early]")
{
    const auto command = program("early");
    const auto shim = run(verbose(with_shim(command)));
    INFO("armed: " << shim.describe());
    CHECK(shim.exited(0));
    CHECK(shim.out == "early=canceled later=canceled\n");
    CHECK(shim.err.find(" points through the thunk, 0 chained") != std::string::npos);

    const auto off = run(verbose(with(with_shim(command), "SAFECANCEL=off")));
    INFO("off: " << off.describe());
    CHECK(off.exited(0));
    CHECK(off.out == "early=canceled later=canceled\n");
    CHECK(lines_of(off.err) == std::vector<std::string>{"safecancel: off: SAFECANCEL=off"});

    const auto counted = run(with(with_shim(command), "SAFECANCEL_STATS=1"));
    INFO("counted: " << counted.describe());

    CHECK(counted.err.find(" early: 2 requests, ") != std::string::npos);
}

TEST_CASE("functions_of_other_preloaded_objects_are_called", "[chained]")
{
    const std::string kernel = "connect=kernel\nfsync=kernel\ncanceled\n";
    const std::string other = "connect=other\nfsync=other\ncanceled\n";
    const auto command = program("calls_others");
    const auto alone = run(verbose(armed(command)));
    INFO("ours alone: " << alone.describe());
    CHECK(alone.out == kernel);
    CHECK(chained(alone) == 0);

    const auto stock = run(with(command, std::string("LD_PRELOAD=") + SAFECANCEL_OTHER_OBJECT));
    INFO("the other alone: " << stock.describe());
    CHECK(stock.out == other);

    const auto after = run(
        verbose(with(armed(command), "LD_PRELOAD=" + shim_path() + ":" + SAFECANCEL_OTHER_OBJECT)));
    INFO("the other after ours: " << after.describe());
    CHECK(after.exited(0));
    CHECK(after.out == other);
    CHECK(chained(after) == 2);
    CHECK(lines_of(after.err, "other: ") == lines_of(stock.err));

    const auto before = run(verbose(armed(with(command, std::string("LD_PRELOAD=") + SAFECANCEL_OTHER_OBJECT))));
    INFO("the other before ours: " << before.describe());
    CHECK(before.exited(0));
    CHECK(before.out == other);
    CHECK(chained(before) == 0);
    CHECK(lines_of(before.err, "other: ") == lines_of(stock.err));
}

TEST_CASE("missing_audit_object_puts_the_shim_aside", "[audit]")
{
    const TemporaryDirectory directory;
    check_stands_aside(directory.copy(shim_path(), "libsafecancel.so"), "libsafecancel-audit.so");
}

TEST_CASE("failed_audit_puts_the_shim_aside_and_names_the_rule", "[audit]")
{
    const TemporaryDirectory directory;
    directory.copy(SAFECANCEL_FAKE_AUDIT, "libsafecancel-audit.so");
    check_stands_aside(directory.copy(shim_path(), "libsafecancel.so"), SAFECANCEL_FAKE_MESSAGE);
}

TEST_CASE("audit_object_that_is_no_object_puts_the_shim_aside", "[audit]")
{
    const TemporaryDirectory directory;
    directory.copy("/etc/passwd", "libsafecancel-audit.so");
    check_stands_aside(directory.copy(shim_path(), "libsafecancel.so"), "libsafecancel-audit.so");
}
