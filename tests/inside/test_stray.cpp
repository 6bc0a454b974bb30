/* SPDX-License-Identifier: MIT */
/* What is no cancellation point completes with its result in a cancelled thread: no stray EINTR (D4). */
#include <cerrno>

#include "driver.h"
#include "emulated.h"

using namespace safecancel;

namespace {

bool no_points(const Row &row) { return row.is("no_point"); }

void judge_undisturbed(const Row &row, const Facts &facts)
{
    SC_TOLD(facts);
    CHECK(facts["returned"] == 1);
    CHECK(facts["right"] == 1);
    CHECK(facts["acted"] == 1);
    CHECK(facts["harm"] == 0);
    if (row.is("blocks")) {
        CHECK(facts["blocked"] == 1);
        CHECK(facts["still"] == 1);
    }
}

/* D4, from 2.41 on, where the kernel does not restart the call by itself. */
void judge_stock(const Row &row, const Facts &facts)
{
    if (libc_loses_results() || !row.is("stray") || row.is("restarts"))
        return judge_undisturbed(row, facts);
    SC_TOLD(facts);
    CHECK(facts["value"] == -1);
    CHECK(facts["errno"] == EINTR);
}

}  // namespace

TEST_CASE("stray_eintr_never_comes_to_what_is_no_point", "[stray]")
{
    if (is_emulated() && !libc_loses_results())
        SC_SKIP("an emulator's /proc does not tell who is blocked in a point of glibc 2.41 or later: all are signalled");
    SC_EACH_ROW(no_points, {.situation = "stray"}, judge_undisturbed);
}

TEST_CASE("stray_eintr_comes_in_stock_from_2_41", "[stray]")
{
    SC_EACH_ROW(no_points, {.situation = "stray", .preload = Preload::none}, judge_stock);
}
