/* SPDX-License-Identifier: MIT */
/* What decides, on what a probe could say: never a verdict that the figures do not carry. */
#include "catch.hpp"

#include "defects.h"
#include "level.h"
#include "transcript.h"

using namespace safecancel::tool;

namespace {

Finding judged(const std::string &out, int status = 0)
{
    Ran ran;
    ran.started = true;
    ran.status = status;
    ran.out = out;
    return judge(ran);
}

}  // namespace

TEST_CASE("what_was_seen_once_is_here", "[judge]")
{
    CHECK(judged("read tried=60 met=60 seen=1\ndone\n").verdict == Verdict::here);
    CHECK(judged("read tried=60 met=60 seen=0\nopen tried=60 met=1 seen=1\ndone\n").verdict == Verdict::here);
}

TEST_CASE("not_seen_is_no_answer_unless_most_rounds_of_each_call_met_it", "[judge]")
{
    CHECK(judged("read tried=60 met=60 seen=0\ndone\n").verdict == Verdict::absent);
    CHECK(judged("read tried=60 met=30 seen=0\ndone\n").verdict == Verdict::absent);
    CHECK(judged("read tried=60 met=29 seen=0\ndone\n").verdict == Verdict::inconclusive);
    CHECK(judged("read tried=60 met=60 seen=0\nopen tried=60 met=0 seen=0\ndone\n").verdict == Verdict::inconclusive);
    CHECK(judged("read tried=0 met=0 seen=0\ndone\n").verdict == Verdict::inconclusive);
}

TEST_CASE("a_run_that_is_not_whole_is_no_answer", "[judge]")
{
    CHECK(judged("").verdict == Verdict::inconclusive);
    CHECK(judged("done\n").verdict == Verdict::inconclusive);
    CHECK(judged("read tried=60 met=60 seen=60\n").verdict == Verdict::inconclusive);
    CHECK(judged("read tried=60 met=60 seen=60\ndone\n", 256).verdict == Verdict::inconclusive);
    CHECK(judged("read tried=5 met=6 seen=0\ndone\n").verdict == Verdict::inconclusive);
    CHECK(judged("read tried=5 met=5 seen=6\ndone\n").verdict == Verdict::inconclusive);
    const Finding cannot = judged("why no semaphores: No space left\ndone\n");
    CHECK(cannot.verdict == Verdict::inconclusive);
    CHECK(cannot.why == "no semaphores: No space left");
}

TEST_CASE("a_noisy_price_is_no_answer", "[judge]")
{
    const auto price = [](const char *low, const char *ratio, const char *high) {
        return judged(std::string("price bare=200.0 point=210.0 low=") + low + " ratio=" + ratio + " high=" + high +
                      " rounds=1001\ndone\n").verdict;
    };
    CHECK(price("1.13", "1.15", "1.15") == Verdict::here);
    CHECK(price("1.01", "1.02", "1.03") == Verdict::absent);
    CHECK(price("0.68", "0.94", "1.43") == Verdict::inconclusive);
    CHECK(price("0.90", "1.15", "1.40") == Verdict::inconclusive);
    CHECK(price("1.04", "1.055", "1.06") == Verdict::inconclusive);
}

TEST_CASE("figures_tell_what_was_met_and_seen", "[judge]")
{
    CHECK(figures(judged("read tried=60 met=59 seen=58\ngetc tried=60 met=60 seen=0\ndone\n")) ==
          "read 58 of 59, getc 0 of 60");
}

TEST_CASE("lines_of_the_object_that_are_not_understood_are_kept", "[judge]")
{
    const Level level = read_level("safecancel: full: glibc 2.36, cancelhandling at 776, tid at 720 (search, confirmed by "
                                   "probe), no membarrier: every cancel signals\nsafecancel: something new\nother\n");
    CHECK(level.full());
    CHECK(level.witness == "search");
    CHECK_FALSE(level.membarrier());
    CHECK(level.strange == std::vector<std::string>{"safecancel: something new", "other"});
}

TEST_CASE("the_loaders_refusal_of_our_object_is_a_level", "[judge]")
{
    const Level level = read_level("ERROR: ld.so: object '/a/libsafecancel.so' from LD_PRELOAD cannot be preloaded (wrong ELF "
                                   "class: ELFCLASS32): ignored.\n");
    CHECK(level.name == "not loaded");
    CHECK(level.reason.find("wrong ELF class") != std::string::npos);
}

TEST_CASE("a_transcript_cut_short_is_no_transcript", "[judge]")
{
    CHECK(read_transcript("").why == "nothing was audited");
    CHECK_FALSE(read_transcript("thunk 10 12 14\n").why.empty());
    const Transcript whole = read_transcript("thunk 10 12 14 18 20 30 1 90909090c3 \nwindow 1 2 3 0 1 read 10\n");
    CHECK(whole.why.empty());
    REQUIRE(whole.thunks.size() == 1);
    CHECK(whole.thunks[0].code.size() == 5);
    CHECK(whole.thunks[0].passed);
    REQUIRE(whole.windows.size() == 1);
    CHECK(whole.windows[0].offset == 16);
}
