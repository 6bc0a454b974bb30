/* SPDX-License-Identifier: MIT */
/*
 * The manual: a page for each function and each command, with all its options and
 * settings; every page named exists, and none is complained about by a formatter.
 * The pages are those that there are in man/: one that is added is tested.
 */
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
Words copied(const TemporaryDirectory &stage)
{
    Words pages;
    for (const auto &entry : fs::directory_iterator(SAFECANCEL_SOURCE "/man")) {
        const auto section = entry.path().extension().string();
        if (section == ".txt")
            continue;
        pages.push_back("man" + section.substr(1) + "/" + entry.path().filename().string());
        stage.copy(entry.path(), pages.back());
    }
    return pages;
}

/* What is in the page, as it is read: no \\-, no fonts. */
std::string plain(std::string page)
{
    page = std::regex_replace(page, std::regex("\\\\f[A-Z]|\\\\&"), "");
    return std::regex_replace(page, std::regex("\\\\-"), "-");
}

/* A page that only names another one is that one. */
std::string page(const std::string &name)
{
    const auto text = content_of(SAFECANCEL_SOURCE "/man/" + name);
    if (text.find(".so ") != 0)
        return plain(text);
    return page(fs::path(lines_of(text).front().substr(4)).filename());
}

/* Every match of the expression's first bracket. */
Words found(const std::string &text, const char *expression)
{
    const std::regex pattern(expression);
    Words words;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        words.push_back((*at)[1]);
    return words;
}

/* The launcher's commands. */
Words commands()
{
    const auto outcome = run(Command{{SAFECANCEL_SOURCE "/scripts/safecancel", "--commands"}});
    REQUIRE(outcome.exited(0));
    return found(outcome.out, "(\\S+)");
}

/* `NAME --help` of this build; empty if it is not built. */
std::string help_of(const std::string &command)
{
    const std::string kind = command == "prove" ? "prove" : "tool";
    const auto program = SAFECANCEL_BUILD "/shim/cli/" + kind + "/safecancel-" + kind;
    if (!fs::exists(program))
        return "";
    const auto outcome = run(Command{kind == "prove" ? Words{program, "--help"} : Words{program, command, "--help"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    return outcome.out;
}

/* Every long option that stands first in a line of the help is one of the page's own; of commands but --help. */
void check_options(const std::string &help, const std::string &name)
{
    const auto options = found(help, "\n +(?:-\\w, ?)?(--[a-z][a-z-]*)");
    INFO(name << "\n" << help);
    CHECK(!options.empty());
    for (const auto &option : options) {
        INFO(option);
        if (option == "--help" && name != "safecancel.1")
            continue;
        CHECK(std::regex_search(page(name), std::regex("\n\\.[BIR]+ .*" + option + "([^a-z-]|$)")));
    }
}

void check_quiet(const TemporaryDirectory &stage, const Words &formatter)
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
    const TemporaryDirectory stage;
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
    check_quiet(TemporaryDirectory(), {"groff", "-man", "-ww", "-Tutf8", "-z"});
}

TEST_CASE("manual_is_formatted_without_warnings_by_man", "[man]")
{
    if (!is_installed("man") || !run(Command{{"man", "--version"}}).exited(0))
        SC_SKIP("no man: scripts/setup");
    check_quiet(TemporaryDirectory(), {"man", "--warnings", "-l"});
}

TEST_CASE("manual_is_read_without_errors_by_mandoc", "[mandoc]")
{
    if (!is_installed("mandoc"))
        SC_SKIP("no mandoc");
    check_quiet(TemporaryDirectory(), {"mandoc", "-W", "error"});
}

TEST_CASE("manual_names_only_pages_that_exist")
{
    size_t named = 0;
    Words later;
    for (const auto &file : copied(TemporaryDirectory()))
        for (const auto &other : found(page(file.substr(5)), "((?:safecancel|libsafecancel)[\\w.-]* \\([137]\\))")) {
            const auto blank = other.find(' ');
            const auto name = other.substr(0, blank) + "." + other[blank + 2];
            INFO(file << " names " << name);
            ++named;
            if (!fs::exists(SAFECANCEL_SOURCE "/man/" + name) && name.find("safecancel-") == 0)
                later.push_back(name);
            else
                CHECK(fs::exists(SAFECANCEL_SOURCE "/man/" + name));
        }
    CHECK(named > 20);
    if (!later.empty())
        SC_SKIP("commands without a page: " + later.front());
}

TEST_CASE("manual_of_the_launcher_has_its_options_and_commands")
{
    const auto help = run(Command{{SAFECANCEL_SOURCE "/scripts/safecancel", "--help"}});
    REQUIRE(help.exited(0));
    check_options(help.out, "safecancel.1");
    const auto text = page("safecancel.1");
    for (const auto &command : commands()) {
        INFO(command);
        CHECK(std::regex_search(text, std::regex("\n\\.BR? (.* )?" + command + "\\b")));
        CHECK(text.find(".BR safecancel-" + command + " (1)") != std::string::npos);
        CHECK(help.out.find(command) != std::string::npos);
    }
}

TEST_CASE("manual_of_each_command_has_its_options")
{
    size_t checked = 0;
    for (const auto &command : commands()) {
        const auto help = help_of(command);
        const auto name = "safecancel-" + command + ".1";
        if (help.empty() || !fs::exists(SAFECANCEL_SOURCE "/man/" + name))
            continue;
        check_options(help, name);
        ++checked;
    }
    if (checked == 0)
        SC_SKIP("no commands are built");
}

TEST_CASE("manual_of_the_object_has_every_setting")
{
    const auto settings = found(content_of(SAFECANCEL_SOURCE "/shim/settings.cpp"), "\\w\\(\"(SAFECANCEL\\w*)\"");
    CHECK(settings.size() >= 5);
    for (const auto &setting : settings) {
        INFO(setting);
        CHECK(page("libsafecancel.7").find("\n.BR " + setting + " = ") != std::string::npos);
    }
}
