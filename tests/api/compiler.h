/* SPDX-License-Identifier: MIT */
/* Compiles the C programs of this directory as a user of the header would, when the tests run. */
#ifndef SAFECANCEL_TESTS_API_COMPILER_H
#define SAFECANCEL_TESTS_API_COMPILER_H

#include <string>
#include <vector>

#include "stage.h"

namespace safecancel {

using Words = std::vector<std::string>;

Words operator+(Words left, const Words &right);

/* A C compiler and its C++ twin, for one word size. */
struct Compiler {
    std::string name;
    std::string c, cxx;
    Words flags;   /* -m32, or none */
    Words runner;  /* what runs its programs; nothing: they run by themselves */

    bool is_32() const { return !flags.empty(); }
};

/* Those that there are: this build's and clang, each for 64 and 32 bits if it makes such programs. */
std::vector<Compiler> compilers();

/* That for 64-bit Arm, if it is there with an emulator for its programs. */
std::vector<Compiler> cross_compilers();

/* Whether one of compilers() is clang. */
bool there_is_clang();

/* Whether the program can be found in PATH. */
bool is_installed(const std::string &program);

/* Runs a compiler on files of this directory (those without a slash), in the stage, with the header to be found. */
Outcome compile(const TemporaryDirectory &stage, Words command);

/* Compiles, and fails the test if there was an error or a warning. */
void build(const TemporaryDirectory &stage, const Words &command);

/* A shared object that exports safecancel_v1_..., for this compiler's programs. */
std::string stand_in(const TemporaryDirectory &stage, const Compiler &compiler);

}  // namespace safecancel

#endif
