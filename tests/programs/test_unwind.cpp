/* SPDX-License-Identifier: MIT */
/* Cleanup handlers and destructors run, in order, with signal 32 unblocked (D8). */
#include "catch.hpp"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

constexpr size_t calls = 16;  /* in blocking.c, each pending and blocked */

bool has(const std::string &line, const std::string &text)
{
    return line.find(text) != std::string::npos;
}

/*
 * What this line has to say of signal 32.  Stock libc acts in its signal handler, so 32 is
 * blocked wherever the request found the thread blocked; from 2.41 on only
 * where the call would restart, as read() does.  -1: either.
 */
int blocked32(const std::string &line, bool stock)
{
    if (!stock || !has(line, " blocked "))
        return 0;
    return libc_loses_results() || has(line, "read ") ? 1 : -1;
}

/* Every line has this order, and says the right thing of signal 32. */
void check_lines(const Outcome &outcome, const std::string &order, bool stock)
{
    INFO((stock ? "stock: " : "armed: ") << outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.err.empty());
    const auto lines = lines_of(outcome.out);
    CHECK(lines.size() == 2 * calls);
    for (const auto &line : lines) {
        INFO(line);
        CHECK(has(line, " order=" + order + " "));
        const int expected = blocked32(line, stock);
        CHECK((expected < 0 || number_after(line, "blocked32") == expected));
        CHECK(has(line, " canceled"));
    }
}

void check_program(const std::string &name, const std::string &order)
{
    check_lines(run(program(name)), order, true);
    check_lines(run(armed(program(name))), order, false);
}

}  // namespace

TEST_CASE("handlers_of_C_with_exceptions_run_in_order", "[unwind]")
{
    check_program("unwind_c_exceptions", "abc");
}

TEST_CASE("handlers_of_C_without_exceptions_run_in_order", "[unwind]")
{
    check_program("unwind_c_no-exceptions", "abc");
}

TEST_CASE("handlers_and_destructors_of_Cxx_run_in_order", "[unwind]")
{
    check_program("unwind_cxx_exceptions", "aABbcC");
}

/* Without exceptions there are no destructors to run: the same without the shim. */
TEST_CASE("handlers_of_Cxx_without_exceptions_run_in_order", "[unwind]")
{
    check_program("unwind_cxx_no-exceptions", "abc");
}

TEST_CASE("processes_and_threads_of_handlers_can_be_interrupted", "[inherit]")
{
    const auto stock = run(program("inherit", {"blocked"}));
    INFO("stock: " << stock.describe());
    CHECK(stock.exited(0));
    CHECK(number_after(stock.out, "handler") == 1);
    for (const char *where : {"exec", "spawn"}) {
        INFO(where);
        CHECK(number_after(stock.out, where) == (libc_unblocks_at_start() ? 0 : 1));
    }
    for (const char *when : {"pending", "blocked", "nested"}) {
        const auto shim = run(armed(program("inherit", {when})));
        INFO("armed: " << shim.describe());
        CHECK(shim.exited(0));
        CHECK(shim.out == std::string("inherit ") + when + " handler=0 exec=0 spawn=0 thread=0 cancel=canceled\n");
    }
}
