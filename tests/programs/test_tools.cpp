/* SPDX-License-Identifier: MIT */
/*
 * Programs built with AddressSanitizer, or run with another allocator or under
 * valgrind.  They must run, and cancellation must work there too.
 *
 * gcc's AddressSanitizer refuses to start unless its own object comes first of
 * all: LD_PRELOAD=libasan.so:libsafecancel.so.  clang's is linked into the program.
 */
#include <glob.h>
#include <unistd.h>

#include "catch.hpp"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

constexpr const char *rounds = "300";

/*
 * `lost` in the variant `name`, for three kinds of result, armed: nothing is lost,
 * nothing else is said.  None of the three is called from a frame with arrays: when
 * stock libc cancels there, AddressSanitizer takes what is left of it for an overflow.
 */
void check_loses_nothing(const std::string &name, const std::string &first = "")
{
    for (const char *call : {"read", "accept", "write"}) {
        auto command = with(program(name, {call, rounds}), "ASAN_OPTIONS=detect_leaks=0");
        if (!first.empty())
            command = with(command, "LD_PRELOAD=" + first);
        const auto stock = run(command);
        INFO("stock: " << stock.describe());
        CHECK(stock.exited(0));
        if (libc_loses_results() && sysconf(_SC_NPROCESSORS_ONLN) > 1)
            CHECK(number_after(stock.out, "lost") > 0);
        const auto outcome = run(armed(command));
        INFO("armed: " << outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(outcome.err.empty());
        CHECK(number_after(outcome.out, "lost") == 0);
        CHECK(number_after(outcome.out, "kept") > 0);
    }
}

/* Every case of `unwind`, in its C++ form. */
void check_unwinds(const Command &command)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    const auto lines = lines_of(outcome.out);
    CHECK(lines.size() == 32);
    for (const auto &line : lines)
        CHECK(line.find(" order=aABbcC blocked32=0 canceled") != std::string::npos);
}

/* The first file that matches; empty: none. */
std::string find_file(const char *pattern)
{
    glob_t found;
    std::string path;
    if (glob(pattern, 0, nullptr, &found) == 0)
        path = found.gl_pathv[0];
    globfree(&found);
    return path;
}

}  // namespace

TEST_CASE("programs_built_with_gcc_AddressSanitizer_run", "[gcc_asan]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (access(program_path("lost_asan").c_str(), X_OK) != 0)
        SC_SKIP("the compiler cannot link -fsanitize=address");
    check_loses_nothing("lost_asan", SAFECANCEL_LIBASAN);
    check_unwinds(armed(with(program("unwind_asan"), std::string("LD_PRELOAD=") + SAFECANCEL_LIBASAN)));
}

TEST_CASE("programs_built_with_clang_AddressSanitizer_run", "[clang_asan]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (access(program_path("lost_clang_asan").c_str(), X_OK) != 0)
        SC_SKIP("no clang with AddressSanitizer (packages clang, libclang-rt-14-dev or later)");
    check_loses_nothing("lost_clang_asan");
}

TEST_CASE("programs_with_jemalloc_preloaded_run", "[jemalloc]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    const auto jemalloc = find_file("/usr/lib/*/libjemalloc.so.2");
    if (jemalloc.empty())
        SC_SKIP("jemalloc is not installed (package libjemalloc2)");
    check_loses_nothing("lost", jemalloc);
    check_unwinds(armed(with(program("unwind_cxx_exceptions"), "LD_PRELOAD=" + jemalloc)));
    check_unwinds(with(armed(program("unwind_cxx_exceptions")), "LD_PRELOAD=" + shim_path() + ":" + jemalloc));
}

TEST_CASE("programs_under_valgrind_run", "[valgrind]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (!installed("valgrind"))
        SC_SKIP("valgrind is not installed (packages valgrind, libc6-dbg)");
    const auto under = [](Command command) {
        command.argv.insert(command.argv.begin(), {"valgrind", "-q", "--error-exitcode=99"});
        command.deadline = std::chrono::seconds(120);
        return command;
    };
    const auto stock = run(under(program("lost", {"read", "100"})));
    INFO("stock: " << stock.describe());
    if (stock.exited(1) && stock.err.find("redirection") != std::string::npos)
        SC_SKIP("valgrind has no symbols of libc here (package libc6-dbg)");
    CHECK(stock.exited(0));
    const auto outcome = run(armed(under(program("lost", {"read", "100"}))));
    INFO("armed: " << outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(number_after(outcome.out, "lost") == 0);
    CHECK(number_after(outcome.out, "kept") > 0);
    check_unwinds(armed(under(program("unwind_cxx_exceptions"))));
}
