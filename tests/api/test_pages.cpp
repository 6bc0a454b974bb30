/* SPDX-License-Identifier: MIT */
/* The manual: a page for each function, and none that the formatter complains about. */
#include "catch.hpp"
#include "compiler.h"

#include <regex>

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Functions that the header defines for its users. */
Words functions()
{
    const auto text = content_of(SAFECANCEL_SOURCE "/include/safecancel/safecancel.h");
    const std::regex definition("static __inline__ int (safecancel_\\w+)\\(");
    Words names;
    for (std::sregex_iterator at(text.begin(), text.end(), definition), end; at != end; ++at)
        names.push_back((*at)[1]);
    return names;
}

/* The pages as they are installed: those that name another one need it in man3/. */
Words copied(const Stage &stage)
{
    Words pages;
    for (const auto &entry : fs::directory_iterator(SAFECANCEL_SOURCE "/man"))
        if (entry.path().extension() == ".3") {
            pages.push_back("man3/" + entry.path().filename().string());
            stage.copy(entry.path(), pages.back());
        }
    return pages;
}

void check_quiet(const Stage &stage, const Words &formatter)
{
    for (const auto &page : copied(stage)) {
        Command command{formatter + Words{page}};
        command.directory = stage.path();
        command.environment = {"LC_ALL=C.UTF-8", "MANPAGER=cat", "PAGER=cat"};
        const auto outcome = run(command);
        INFO(page << "\n" << outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(outcome.err.empty());
    }
}

}  // namespace

TEST_CASE("manual_has_a_page_for_each_function", "[each]")
{
    const auto names = functions();
    REQUIRE(names.size() == 7);
    const Stage stage;
    copied(stage);
    for (const auto &name : names) {
        INFO(name);
        auto page = content_of(stage.path() / "man3" / (name + ".3"));
        if (page.find(".so ") == 0)
            page = content_of(stage.path() / lines_of(page).front().substr(4));
        CHECK(page.find("int " + name + "(") != std::string::npos);
        CHECK(content_of(stage.path() / "man3/safecancel.h.3").find("int " + name + "(") != std::string::npos);
    }
}

TEST_CASE("manual_is_formatted_without_warnings_by_groff", "[groff]")
{
    if (!is_installed("groff"))
        SC_SKIP("no groff: scripts/setup");
    check_quiet(Stage(), {"groff", "-man", "-ww", "-Tutf8", "-z"});
}

TEST_CASE("manual_is_formatted_without_warnings_by_man", "[man]")
{
    if (!is_installed("man") || !run(Command{{"man", "--version"}}).exited(0))
        SC_SKIP("no man: scripts/setup");
    check_quiet(Stage(), {"man", "--warnings", "-l"});
}
