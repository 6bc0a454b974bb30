/* SPDX-License-Identifier: MIT */
/* SAFECANCEL_TRACE: a line for each request that came to something, whatever the program does to its descriptors. */
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <regex>
#include <set>

#include "catch.hpp"
#include "emulated.h"
#include "libc.h"
#include "stats.h"

using namespace safecancel;

namespace {

const std::string stamp = "20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\\.[0-9]{6}Z";

/* One line: its fields, by what they are called. */
struct Line {
    std::string time, pid, tid, thread, request, when, in, point, stack;
};

Line understood(const std::string &text)
{
    std::smatch match;
    INFO(text);
    REQUIRE(std::regex_match(
        text, match,
        std::regex("(" + stamp + ") pid=([0-9]+) tid=([0-9]+) thread=\"([^\"]*)\" request=(acted|failed) "
                   "when=(before|blocked) in=(program|libc) point=([a-z0-9_?]+) stack=([^ ]*)")));
    return {match[1], match[2], match[3], match[4], match[5], match[6], match[7], match[8], match[9]};
}

std::vector<Line> lines_in(const std::string &file)
{
    std::vector<Line> lines;
    for (const auto &line : lines_of(content_of(file)))
        lines.push_back(understood(line));
    return lines;
}

Command tracing(const TemporaryDirectory &place, const std::vector<std::string> &arguments)
{
    return with(counted(place, arguments), "SAFECANCEL_TRACE=" + place.file("trace"));
}

std::vector<std::string> frames_of(const Line &line)
{
    std::vector<std::string> frames;
    for (size_t at = 0; at <= line.stack.size();) {
        const size_t end = std::min(line.stack.find(',', at), line.stack.size());
        frames.push_back(line.stack.substr(at, end - at));
        at = end + 1;
    }
    return frames;
}

} // namespace

TEST_CASE("a_line_for_each_request_says_where_and_when", "[trace]")
{
    const TemporaryDirectory place;
    const auto outcome = run(tracing(place, {"points"}));
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    CHECK(outcome.err.empty());
    std::multiset<std::string> seen;
    std::set<std::string> threads;
    for (const auto &line : lines_in(place.file("trace"))) {
        seen.insert(line.request + " " + line.when + " " + line.in + " " + line.point);
        threads.insert(line.tid);
        CHECK((line.thread == "counted" || is_emulated())); /* an emulator's threads have its own name */
        CHECK(line.pid != line.tid);
    }
    CHECK(seen.count("acted blocked program read") == 2);
    CHECK(seen.count("acted blocked program poll") + seen.count("acted blocked program ppoll") == 1);
    CHECK(seen.count("acted before program write") == 1);
    CHECK(seen.count("acted blocked program asynchronous") == 1);
    CHECK((seen.size() == 5 || seen.count("acted blocked libc futex") == 3 || seen.count("acted blocked libc ?") == 3));
    CHECK(threads.size() == seen.size());
}

namespace {

/* Not time(), which may be a tick behind. */
time_t now()
{
    struct timespec time = {};
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec;
}

} // namespace

TEST_CASE("times_are_those_of_the_clock", "[trace]")
{
    const TemporaryDirectory place;
    const time_t before = now();
    REQUIRE(run(tracing(place, {"read"})).exited(0));
    const time_t after = now();
    const auto lines = lines_in(place.file("trace"));
    REQUIRE(lines.size() == 1);
    struct tm parts = {};
    REQUIRE(strptime(lines[0].time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) != nullptr);
    const time_t said = timegm(&parts);
    CHECK(said >= before);
    CHECK(said <= after);
}

TEST_CASE("failed_calls_are_traced_with_their_caller", "[trace]")
{
    const TemporaryDirectory place;
    REQUIRE(run(tracing(place, {"error"})).exited(0));
    const auto lines = lines_in(place.file("trace"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].request == "failed");
    CHECK(lines[0].point == "read");
    REQUIRE(frames_of(lines[0]).size() == 1);
    CHECK(lines[0].stack.find("/counted+0x") != std::string::npos);
}

TEST_CASE("stack_begins_with_the_function_that_called", "[stack]")
{
    const TemporaryDirectory place;
    const auto outcome = run(tracing(place, {"stack"}));
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    const auto lines = lines_in(place.file("trace"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].thread == "a \\x22b\\x5cc\\x0a");
    const auto frames = frames_of(lines[0]);
    INFO(lines[0].stack);
    REQUIRE(frames.size() >= 3);
    std::smatch match;
    REQUIRE(std::regex_match(frames[0], match, std::regex(".*/counted\\+0x([0-9a-f]+)")));
    const unsigned long called = std::stoul(match[1], nullptr, 16);
    const unsigned long function = std::stoul(outcome.out.substr(outcome.out.find("function=") + 9), nullptr, 16);
    /* Where the program was loaded is not known, but by whole pages. */
    CHECK((called - function) % 4096 < 256);
    CHECK(frames.back().find("libc") + 1 + (frames.back().find("libpthread") + 1) > 0);
    for (const auto &frame : frames) {
        INFO(frame);
        CHECK(frame.find("/libsafecancel.so") == std::string::npos);
        CHECK(std::regex_match(frame, std::regex("/.*\\+0x[0-9a-f]+")));
    }
}

TEST_CASE("descriptors_that_the_program_closes_or_uses_again_do_not_matter", "[daemon]")
{
    if (is_emulated())
        SC_SKIP("an emulator has descriptors of its own, which the program closes");
    const TemporaryDirectory place;
    const auto outcome = run(with(tracing(place, {"daemon"}), "OTHER_FILE=" + place.file("other")));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_in(place.file("trace")).size() == 1);
    CHECK(content_of(place.file("other")).empty());
}

TEST_CASE("a_relative_name_is_of_where_the_program_started", "[daemon]")
{
    if (is_emulated())
        SC_SKIP("an emulator has descriptors of its own, which the program closes");
    const TemporaryDirectory place;
    auto command = with(with(counted(place, {"daemon"}), "SAFECANCEL_TRACE=trace"), "OTHER_FILE=/dev/null");
    command.directory = place.path().string();
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_in(place.file("trace")).size() == 1);
}

TEST_CASE("a_fifo_without_reader_holds_up_nobody", "[fifo]")
{
    const TemporaryDirectory place;
    REQUIRE(mkfifo(place.file("trace").c_str(), 0600) == 0);
    auto command = tracing(place, {"read"});
    command.deadline = std::chrono::seconds(10);
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("safecancel: no trace yet: SAFECANCEL_TRACE=") == 0);
}

TEST_CASE("a_place_that_cannot_be_written_is_said", "[fifo]")
{
    const TemporaryDirectory place;
    const auto outcome = run(with(counted(place, {"read"}), "SAFECANCEL_TRACE=/no/such/directory/trace"));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_of(outcome.err).size() == 1);
}

TEST_CASE("limit_on_the_size_of_files_takes_the_line_and_no_more", "[trace_limit]")
{
    if (is_emulated())
        SC_SKIP("an emulator holds SIGXFSZ where nobody can take it back");
    const TemporaryDirectory place;
    const auto outcome = run(after("ulimit -f 0", tracing(place, {"points"}), place));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(content_of(place.file("trace")).empty());
}

TEST_CASE("a_crowd_writes_whole_lines_one_for_each", "[crowd]")
{
    const TemporaryDirectory place;
    const auto outcome = run(tracing(place, {"crowd"}));
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    std::set<std::string> threads;
    const auto lines = lines_in(place.file("trace"));
    for (const auto &line : lines) {
        threads.insert(line.tid);
        CHECK(line.stack.find("/counted+0x") != std::string::npos);
    }
    CHECK(lines.size() == 60);
    CHECK(threads.size() == 60);
}

TEST_CASE("the_smallest_stack_is_enough", "[small]")
{
    const TemporaryDirectory place;
    const auto outcome = run(tracing(place, {"small"}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_in(place.file("trace")).size() == 1);
}
