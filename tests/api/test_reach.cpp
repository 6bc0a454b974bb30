/* SPDX-License-Identifier: MIT */
/*
 * The weak references: in every kind of binary, by every compiler, level of
 * optimisation and linker, the functions of the header reach a preloaded
 * definition, and say so where there is none.
 */
#include "catch.hpp"
#include "compiler.h"

#include <cerrno>

using namespace safecancel;

namespace {

const Words kinds = {"pie", "no_pie", "pic_in_no_pie", "archive", "library", "static", "static_pie"};

bool is_static(const std::string &kind)
{
    return kind.find("static") == 0;
}

/* Builds a program of that kind and returns its path; `compiler` holds the flags all of its commands share. */
std::string program(const TemporaryDirectory &stage, const Words &compiler, const std::string &kind)
{
    const std::string file = stage.path() / kind;
    const Words to_file = {"-o", file};
    if (kind == "pie")
        build(stage, compiler + Words{"-fPIE", "-pie", "answers.c", "main.c"} + to_file);
    else if (kind == "no_pie")
        build(stage, compiler + Words{"-fno-pie", "-no-pie", "answers.c", "main.c"} + to_file);
    else if (kind == "pic_in_no_pie")
        build(stage, compiler + Words{"-fPIC", "-no-pie", "answers.c", "main.c"} + to_file);
    else if (kind == "static")
        build(stage, compiler + Words{"-fno-pie", "-static", "answers.c", "main.c"} + to_file);
    else if (kind == "static_pie")
        build(stage, compiler + Words{"-fPIE", "-static-pie", "answers.c", "main.c"} + to_file);
    else if (kind == "library") {
        build(stage, compiler + Words{"-fPIC", "-shared", "-Wl,-z,defs", "answers.c", "-o", "libanswers.so"});
        build(stage, compiler + Words{"-fno-pie", "-no-pie", "main.c", "-x", "none", stage.path() / "libanswers.so",
                                      "-Wl,-rpath,$ORIGIN"} + to_file);
    } else if (kind == "archive") {
        build(stage, compiler + Words{"-fno-pie", "-c", "answers.c", "-o", "answers.o"});
        std::filesystem::remove(stage.path() / "libanswers.a");
        REQUIRE(run(Command{{"ar", "rc", stage.path() / "libanswers.a", stage.path() / "answers.o"}}).exited(0));
        build(stage, compiler + Words{"-fno-pie", "-no-pie", "main.c", "-x", "none", stage.path() / "libanswers.a"} +
                         to_file);
    }
    return file;
}

/* What answers.c prints without the object, and what with the stand-in. */
std::string answers(bool reached, bool cxx)
{
    const std::string none = std::to_string(ENOTSUP) + "\n";
    const std::string number[] = {"101\n", "102\n", "103\n", "104\n", "105\n", "106\n"};
    const std::string name[] = {"interrupt=", "break_from_handler=", "pending=",
                                "clear=",     "deadline_begin=",     "deadline_end="};
    std::string text = reached ? "available=2\n" : "available=0\n";
    for (int i = 0; i < 6; ++i)
        text += name[i] + (reached ? number[i] : none);
    if (cxx)
        text += "deadline_at=" + (reached ? number[4] : none) + "deadline_after=" + (reached ? "0\n" : none);
    return text;
}

void check(const Words &argv, const std::string &object, bool reachable, bool cxx)
{
    Command command{argv};
    const auto without = run(command);
    INFO(without.describe());
    CHECK(without.exited(0));
    CHECK(without.out == answers(false, cxx));
    command.environment = {"LD_PRELOAD=" + object};
    const auto with = run(command);
    INFO(with.describe());
    CHECK(with.exited(0));
    CHECK(with.out == answers(reachable, cxx));
}

/* Those of that name, for each word size. */
std::vector<Compiler> called(const std::string &name)
{
    std::vector<Compiler> found;
    for (const auto &compiler : compilers())
        if (compiler.name == name || compiler.name == name + " -m32")
            found.push_back(compiler);
    return found;
}

void check_kinds(const std::vector<Compiler> &those, bool cxx, const Words &levels)
{
    const Words language = cxx ? Words{"-std=c++11", "-x", "c++"} : Words{"-std=c99", "-x", "c"};
    for (const auto &compiler : those) {
        const TemporaryDirectory stage;
        const auto object = stand_in(stage, compiler);
        for (const auto &level : levels)
            for (const auto &kind : kinds) {
                INFO(compiler.name << " " << level << " " << kind);
                const auto command = Words{cxx ? compiler.cxx : compiler.c} + compiler.flags + Words{level} + language;
                check(compiler.runner + Words{program(stage, command, kind)}, object, !is_static(kind), cxx);
            }
    }
}

void check_linker(const std::string &linker)
{
    for (const auto &compiler : compilers()) {
        const TemporaryDirectory stage;
        const auto object = stand_in(stage, compiler);
        for (const auto *kind : {"pie", "no_pie", "pic_in_no_pie", "archive", "library", "static"}) {
            INFO(compiler.name << " " << linker << " " << kind);
            const auto command = Words{compiler.c} + compiler.flags + Words{"-O2", "-fuse-ld=" + linker};
            check({program(stage, command, kind)}, object, !is_static(kind), false);
        }
    }
}

}  // namespace

TEST_CASE("every_kind_of_binary_reaches_the_object_gcc_C", "[gcc_C]")
{
    check_kinds(called("gcc"), false, {"-O0", "-O1", "-O2", "-O3"});
}

TEST_CASE("every_kind_of_binary_reaches_the_object_gcc_Cxx", "[gcc_Cxx]")
{
    check_kinds(called("gcc"), true, {"-O0", "-O2"});
}

TEST_CASE("every_kind_of_binary_reaches_the_object_clang_C", "[clang_C]")
{
    if (!there_is_clang())
        SC_SKIP("no clang: scripts/setup");
    check_kinds(called("clang"), false, {"-O0", "-O1", "-O2", "-O3"});
}

TEST_CASE("every_kind_of_binary_reaches_the_object_clang_Cxx", "[clang_Cxx]")
{
    if (!there_is_clang())
        SC_SKIP("no clang: scripts/setup");
    check_kinds(called("clang"), true, {"-O0", "-O2"});
}

TEST_CASE("every_kind_of_binary_reaches_the_object_aarch64", "[aarch64]")
{
    const auto cross = cross_compilers();
    if (cross.empty())
        SC_SKIP("no cross compiler for 64-bit Arm, or no qemu-user: scripts/setup");
    check_kinds(cross, false, {"-O0", "-O2"});
    check_kinds(cross, true, {"-O2"});
}

TEST_CASE("every_linker_leaves_the_references_to_the_loader_bfd", "[bfd]")
{
    if (!is_installed("ld.bfd"))
        SC_SKIP("no ld.bfd: scripts/setup");
    check_linker("bfd");
}

TEST_CASE("every_linker_leaves_the_references_to_the_loader_gold", "[gold]")
{
    if (!is_installed("ld.gold"))
        SC_SKIP("no ld.gold");
    check_linker("gold");
}

TEST_CASE("every_linker_leaves_the_references_to_the_loader_lld", "[lld]")
{
    if (!is_installed("ld.lld"))
        SC_SKIP("no ld.lld: scripts/setup");
    check_linker("lld");
}

/* Flags that change how names are reached, or code moved about. */
TEST_CASE("other_flags_leave_the_references_to_the_loader", "[flags]")
{
    const Words sets[] = {{"-fvisibility=hidden", "-fno-plt"}, {"-flto"}, {"-ffunction-sections", "-Wl,--gc-sections"},
                          {"-Wl,-z,now", "-Wl,-z,relro"}, {"-Wl,-Bsymbolic"}, {"-fstack-protector-all", "-pg"},
                          {"-Os", "-fno-asynchronous-unwind-tables"}, {"-masm=intel"}};
    for (const auto &compiler : compilers()) {
        if (compiler.name.find("gcc") != 0)
            continue;
        const TemporaryDirectory stage;
        const auto object = stand_in(stage, compiler);
        for (const auto &set : sets)
            for (const auto *kind : {"pie", "no_pie", "library"}) {
                INFO(compiler.name << " " << set.front() << " " << kind);
                const auto command = Words{compiler.c} + compiler.flags + Words{"-O2"} + set;
                check(Words{program(stage, command, kind)}, object, true, false);
            }
    }
}

/* A 32-bit program's 64-bit time reaches the object as the struct timespec of two longs that it knows. */
TEST_CASE("time_of_64_bits_is_narrowed", "[time64]")
{
    bool tested = false;
    for (const auto &compiler : compilers()) {
        if (!compiler.is_32())
            continue;
        const TemporaryDirectory stage;
        const auto object = stand_in(stage, compiler);
        const Words wide = {"-O2", "-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64"};
        const auto command = Words{compiler.c} + compiler.flags + wide;
        check({program(stage, command, "no_pie")}, object, true, false);
        check({program(stage, command, "pie")}, object, true, false);
        tested = true;
    }
    if (!tested)
        SC_SKIP("the compilers make no 32-bit programs: scripts/setup i386");
}
