/* SPDX-License-Identifier: MIT */
/* The contracts stand in compiler.h. */
#include "compiler.h"

#include "catch.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace safecancel {

Words operator+(Words left, const Words &right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

bool is_installed(const std::string &program)
{
    std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
    for (std::string directory; std::getline(path, directory, ':');)
        if (access((directory + "/" + program).c_str(), X_OK) == 0)
            return true;
    return false;
}

bool there_is_clang()
{
    return is_installed("clang") && is_installed("clang++");
}

namespace {

/* <asm/errno.h>: see cmake/i386.cmake. */
const Words arm_runner = {"qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"};
const Words flags_32 = {"-m32", "-idirafter", "/usr/include/x86_64-linux-gnu"};

const Compiler cross = {"aarch64", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", {}, arm_runner};

/* Whether it compiles and links a program that runs. */
bool works(const Compiler &compiler)
{
    const TemporaryDirectory stage;
    const auto file = stage.write("empty.cpp", "#include <chrono>\n#include <pthread.h>\nint main() { return 0; }\n");
    const Words command = Words{compiler.cxx} + compiler.flags + Words{file, "-o", stage.path() / "empty"};
    return run(Command{command}).exited(0) &&
           run(Command{compiler.runner + Words{stage.path() / "empty"}}).exited(0);
}

}  // namespace

std::vector<Compiler> compilers()
{
    std::vector<Compiler> found = {{"gcc", SAFECANCEL_CC, SAFECANCEL_CXX, {}, {}}};
    if (there_is_clang())
        found.push_back({"clang", "clang", "clang++", {}, {}});
    if (sizeof(void *) == 8 && std::string(SAFECANCEL_PROCESSOR) == "x86_64")
        for (const auto &compiler : std::vector<Compiler>(found))
            if (const Compiler other{compiler.name + " -m32", compiler.c, compiler.cxx, flags_32, {}}; works(other))
                found.push_back(other);
    return found;
}

std::vector<Compiler> cross_compilers()
{
    const bool there = is_installed(cross.c) && is_installed(cross.cxx) && is_installed(cross.runner.front());
    return there && works(cross) ? std::vector<Compiler>{cross} : std::vector<Compiler>{};
}

Outcome compile(const TemporaryDirectory &stage, Words command)
{
    for (auto &word : command)
        if (word[0] != '-' && word.find('/') == std::string::npos && word.size() > 2 &&
            word.compare(word.size() - 2, 2, ".c") == 0)
            word = SAFECANCEL_SOURCE "/tests/api/" + word;
    /* The last is for clang, which minds a linker named where none runs. */
    command.insert(command.begin() + 1, {"-I" SAFECANCEL_SOURCE "/include", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                                         "-Wno-unused-command-line-argument"});
    Command whole{command};
    whole.directory = stage.path();
    whole.deadline = std::chrono::minutes(2);
    return run(whole);
}

void build(const TemporaryDirectory &stage, const Words &command)
{
    const auto outcome = compile(stage, command);
    INFO([&] {
        std::string text;
        for (const auto &word : command)
            text += word + " ";
        return text;
    }() << "\n" << outcome.describe());
    REQUIRE(outcome.exited(0));
    REQUIRE(outcome.err.empty());
}

std::string stand_in(const TemporaryDirectory &stage, const Compiler &compiler)
{
    const std::string name = stage.path() / "stand_in.so";
    build(stage, Words{compiler.c} + compiler.flags + Words{"-shared", "-fPIC", "stand_in.c", "-o", name});
    return name;
}

}  // namespace safecancel
