/* SPDX-License-Identifier: MIT */
/* The header as a text: every standard, no warnings, and the project's version. */
#include "catch.hpp"
#include "compiler.h"

using namespace safecancel;

namespace {

const Words strict = {"-Wconversion", "-Wshadow", "-Wcast-qual", "-Wundef", "-fsyntax-only"};

void check_standards(const std::string &name)
{
    const TemporaryDirectory stage;
    for (const auto &compiler : compilers()) {
        if (compiler.name.find(name) != 0)
            continue;
        for (const auto *standard : {"c99", "c11", "c17", "gnu99"})
            build(stage, Words{compiler.c} + compiler.flags + strict +
                             Words{"-Wstrict-prototypes", std::string("-std=") + standard, "-x", "c", "answers.c"});
        for (const auto *standard : {"c++11", "c++14", "c++17", "c++20"})
            build(stage, Words{compiler.cxx} + compiler.flags + strict +
                             Words{"-Wold-style-cast", std::string("-std=") + standard, "-x", "c++", "answers.c"});
    }
}

}  // namespace

TEST_CASE("header_compiles_by_every_standard_with_gcc", "[gcc]")
{
    check_standards("gcc");
}

TEST_CASE("header_compiles_by_every_standard_with_clang", "[clang]")
{
    if (!there_is_clang())
        SC_SKIP("no clang: scripts/setup");
    check_standards("clang");
}

TEST_CASE("header_includes_what_it_needs_and_no_more", "[alone]")
{
    const auto text = content_of(SAFECANCEL_SOURCE "/include/safecancel/safecancel.h");
    Words included;
    for (const auto &line : lines_of(text))
        if (line.find("#include") == 0)
            included.push_back(line.substr(9));
    CHECK(included == Words{"<errno.h>", "<pthread.h>", "<stdint.h>", "<time.h>", "<chrono>"});
    const TemporaryDirectory stage;
    const auto alone = stage.write("alone.c", "#include <safecancel/safecancel.h>\n#include <safecancel/safecancel.h>\n"
                                              "struct timespec when;\nint main(void) { return 0; }\n");
    build(stage, {compilers().front().c, "-std=c99", alone, "-o", "alone"});
}

TEST_CASE("header_has_the_projects_version", "[version]")
{
    const auto text = content_of(SAFECANCEL_SOURCE "/include/safecancel/safecancel.h");
    const std::string version = SAFECANCEL_VERSION;
    const auto first = version.find('.'), second = version.find('.', first + 1);
    CHECK(has_line(text, "#define SAFECANCEL_VERSION_MAJOR " + version.substr(0, first)));
    CHECK(has_line(text, "#define SAFECANCEL_VERSION_MINOR " + version.substr(first + 1, second - first - 1)));
}

/* Nobody pays for a function that is not called. */
TEST_CASE("header_leaves_nothing_in_files_that_only_include_it", "[nothing]")
{
    const TemporaryDirectory stage;
    const auto file = stage.write("only.c", "#include <safecancel/safecancel.h>\n");
    for (const auto &compiler : compilers()) {
        build(stage, Words{compiler.c} + compiler.flags + Words{"-c", file, "-o", "only.o"});
        const auto names = run(Command{{"nm", stage.path() / "only.o"}});
        INFO(compiler.name << "\n" << names.describe());
        CHECK(names.out.find("safecancel_v1") == std::string::npos);
    }
}
