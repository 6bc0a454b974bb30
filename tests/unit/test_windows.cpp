/* SPDX-License-Identifier: MIT */
/* shim/window.h: which of libc's windows a program counter is in. */
#include "catch.hpp"
#include "window.h"

using namespace safecancel;

namespace {

/* As a libc of glibc >= 2.41 is described: the plain system call, and behind it the window of all points. */
struct UnmarkedLibc {
    static constexpr uintptr_t plain = 0x1000, plain_end = 0x1002, begin = 0x2000, end = 0x202e, after = 0x202f;

    UnmarkedLibc()
    {
        sc_config.plain_window = {plain, plain_end, plain_end, true, false, false};
        sc_config.libc_windows[0] = {begin, end, after, true, false, false};
        sc_config.window_count = 1;
    }
    ~UnmarkedLibc()
    {
        sc_config.plain_window = {};
        sc_config.libc_windows[0] = {};
        sc_config.window_count = 0;
    }
};

} // namespace

TEST_CASE("plain_system_call_is_no_window_to_act_in")
{
    const UnmarkedLibc libc;
    for (uintptr_t pc = libc.plain - 1; pc <= libc.plain_end + 1; ++pc)
        CHECK(find_libc_window(pc) == nullptr);
    CHECK(find_libc_window(libc.begin) == &sc_config.libc_windows[0]);
    CHECK(find_libc_window(libc.end) == &sc_config.libc_windows[0]);
    CHECK(find_libc_window(libc.after) == nullptr);
}

TEST_CASE("plain_system_call_is_found_from_its_instruction_to_right_behind_it")
{
    const UnmarkedLibc libc;
    CHECK(find_plain_window(libc.plain - 1) == nullptr);
    for (uintptr_t pc = libc.plain; pc <= libc.plain_end; ++pc)
        CHECK(find_plain_window(pc) == &sc_config.plain_window);
    CHECK(find_plain_window(libc.plain_end + 1) == nullptr);
    CHECK(find_plain_window(libc.begin) == nullptr);
    CHECK(find_plain_window(libc.end) == nullptr);
}

TEST_CASE("without_a_plain_system_call_nothing_is_at_it")
{
    for (const uintptr_t pc : {uintptr_t{0}, uintptr_t{1}, uintptr_t{0x1000}, UINTPTR_MAX})
        CHECK(find_plain_window(pc) == nullptr);
}
