/* SPDX-License-Identifier: MIT */
/* What scripts/bench runs: the driver measures what it says, the report changes only what is generated. */
#include "catch.hpp"
#include "child.h"
#include "statistics.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* A directory of the test's own. */
struct Directory {
    Directory() : path(fs::temp_directory_path() / ("safecancel-speed-" + std::to_string(getpid())))
    {
        fs::create_directories(path);
    }
    ~Directory() { fs::remove_all(path); }
    std::string operator/(const std::string &name) const { return path / name; }
    fs::path path;
};

Outcome drive(const std::string &part, const std::string &file, const std::string &shim = shim_path())
{
    return run(Command{{SC_DRIVER, part, "--out", file, "--build", SC_WORKERS, "--shim", shim, "--short"},
                       {}, {}, {}, std::chrono::seconds(120)});
}

bench::Json measured(const std::string &part, const Directory &directory)
{
    const std::string file = directory / (part + ".json");
    const Outcome outcome = drive(part, file);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    std::ifstream text(file);
    return bench::Json::parse(text);
}

std::string text_of(const std::string &path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Outcome report(const Directory &directory, const std::string &page)
{
    return run(Command{{SC_REPORT, "--results", directory.path, "--plots", directory.path, page}});
}

} // namespace

TEST_CASE("spread_is_the_quartiles")
{
    const bench::Spread found = bench::spread({5, 1, 4, 2, 3});
    CHECK(found.low == 2);
    CHECK(found.median == 3);
    CHECK(found.high == 4);
    CHECK(bench::spread({1, 2}).median == 1.5);
    CHECK_THROWS(bench::spread({}));
    CHECK(bench::quotients(bench::Values{4, 9}, bench::Values{2, 3}) == bench::Values{2, 3});
}

TEST_CASE("driver_measures_each_call_without_and_with_the_shim")
{
    const Directory directory;
    const bench::Json calls = measured("calls", directory).at("architectures").at(0);
    CHECK(calls.at("architecture") == SC_ARCHITECTURE);
    const bench::Json &variants = calls.at("variants");
    REQUIRE(variants.size() >= 2);
    CHECK_FALSE(variants[0].at("shim"));
    CHECK(variants[1].at("shim"));
    for (const auto &variant : variants)
        for (const std::string name : calls.at("cases")) {
            INFO(variant.at("name") << " " << name);
            const bench::Json &rounds = variant.at("cases").at(name);
            CHECK(rounds.at("limit").size() >= 2);
            CHECK(rounds.at("limit").size() == rounds.at("call").size());
            for (const double time : rounds.at("call"))
                CHECK(time > 0);
        }
}

TEST_CASE("driver_cancels_in_each_state_without_and_with_the_shim")
{
    const Directory directory;
    const bench::Json cancels = measured("cancels", directory);
    REQUIRE(cancels.at("variants").size() == 2);
    for (const auto &variant : cancels.at("variants"))
        for (const char *state : {"blocked", "running", "disabled"})
            for (const char *others : {"1", "10", "100"})
                for (const char *what : {"cancel", "cleanup"})
                    CHECK(variant.at("states").at(state).at(others).at(what).size() >= 2);
}

TEST_CASE("driver_says_what_is_wrong")
{
    const Directory directory;
    const Outcome none = drive("nothing", directory / "nothing.json");
    CHECK(none.exited(2));
    CHECK(none.err.find("there is no part nothing") != std::string::npos);

    const Outcome wrong = drive("steps", directory / "steps.json", "/nowhere/libsafecancel.so");
    INFO(wrong.describe());
    CHECK(wrong.err.find("not measured") != std::string::npos);
}

TEST_CASE("report_changes_only_what_is_generated")
{
    const Directory directory;
    for (const char *part : {"machine", "steps", "calls", "cancels", "starts", "memory"})
        measured(part, directory);
    std::ofstream(directory / "programs.json") << R"({"programs": [], "unmeasured": ["none here"]})";
    const std::string page = directory / "page.md";
    std::ofstream(page) << "by hand\n<!-- bench machine -->\nold\n<!-- bench end -->\nmore\n"
                           "<!-- bench targets -->\n<!-- bench end -->\n<!-- bench unmeasured -->\n<!-- bench end -->\nthe end\n";
    const Outcome outcome = report(directory, page);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    const std::string text = text_of(page);
    CHECK(text.rfind("by hand\n<!-- bench machine -->\n|", 0) == 0);
    CHECK(text.find("old") == std::string::npos);
    CHECK(text.find("<!-- bench end -->\nmore\n<!-- bench targets -->\n|") != std::string::npos);
    CHECK(text.find("none here") != std::string::npos);
    CHECK(text.find("<!-- bench end -->\nthe end\n") != std::string::npos);

    const Outcome again = report(directory, page);
    CHECK(again.exited(0));
    CHECK(text_of(page) == text);
}

TEST_CASE("report_refuses_a_page_with_parts_it_does_not_know_or_without_an_end")
{
    const Directory directory;
    for (const char *part : {"machine", "steps", "calls", "cancels", "starts", "memory"})
        measured(part, directory);
    std::ofstream(directory / "programs.json") << R"({"programs": [], "unmeasured": []})";
    for (const char *text : {"<!-- bench weather -->\n<!-- bench end -->\n", "<!-- bench machine -->\n"}) {
        const std::string page = directory / "page.md";
        std::ofstream(page) << text;
        CHECK(report(directory, page).exited(1));
        CHECK(text_of(page) == text);
    }
}
