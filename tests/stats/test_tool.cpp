/* SPDX-License-Identifier: MIT */
/* `safecancel stats`: living processes and what others left, and one line for whatever it is given in place of that. */
#include "tool.h"

#include <elf.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <random>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "catch.hpp"

namespace safecancel {

Running::Running(Command command, const std::string &ready_file)
    : child_(with(std::move(command), "READY=" + ready_file))
{
    for (int i = 0; i < 1000; ++i, usleep(10000))
        if (access(ready_file.c_str(), F_OK) == 0)
            return;
    throw std::runtime_error("the program is not ready in time");
}

} // namespace safecancel

using namespace safecancel;
using nlohmann::json;

namespace {

bool has_line(const std::string &text, const std::string &label, const std::string &value)
{
    for (const auto &line : lines_of(text))
        if (line.compare(0, label.size(), label) == 0 && line.size() >= value.size() &&
            line.compare(line.size() - value.size(), value.size(), value) == 0)
            return true;
    return false;
}

/* One line on standard error, which holds `said`; nothing on standard output. */
void check_refused(const Outcome &outcome, int status, const std::string &said)
{
    INFO(outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.out.empty());
    const auto lines = lines_of(outcome.err);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("safecancel stats: ") == 0);
    CHECK(lines[0].find(said) != std::string::npos);
}

void check_narrow(const std::string &text)
{
    for (const auto &line : lines_of(text)) {
        INFO(line);
        CHECK(line.size() <= 80);
    }
}

void check_two_reads(const json &object)
{
    INFO(object.dump(1));
    CHECK(object["requests"] == 2);
    CHECK(object["total"]["acted_blocked"] == 2);
    CHECK(object["points"]["read"]["acted_blocked"] == 2);
    CHECK(object["points"].size() == 1);
    CHECK(object["program"] == "counted");
}

json json_of(const Outcome &outcome)
{
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return json::parse(outcome.out);
}

/* A page that a killed process has left; returns its path. */
std::string left_page(const TemporaryDirectory &place)
{
    REQUIRE(run(sharing(place, {"read", "kill"})).killed(SIGKILL));
    REQUIRE(place.names().size() == 1);
    return place.file(place.names()[0]);
}

std::string number_of(const std::string &page)
{
    return page.substr(page.rfind('.') + 1);
}

void write_file(const std::string &path, const std::string &content)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

} // namespace

TEST_CASE("text_of_a_living_process_names_its_points", "[tool]")
{
    const TemporaryDirectory place, other;
    Running process(sharing(place, {"stay"}), other.file("ready"));
    const auto outcome = stats_tool(place, {process.number()});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    CHECK(outcome.err.empty());
    check_narrow(outcome.out);
    CHECK(has_line(outcome.out, "process   " + process.number() + " counted", "running"));
    CHECK(has_line(outcome.out, "requests made by pthread_cancel ", " 2"));
    CHECK(has_line(outcome.out, "acted upon while blocked in it ", " 2"));
    CHECK(has_line(outcome.out, "read ", " 2          0          0"));
    CHECK(outcome.out.find("\nwrite ") == std::string::npos);
    CHECK(stats_tool(place, {process.number(), "--all"}).out.find("\nwrite ") != std::string::npos);
}

TEST_CASE("text_of_a_killed_process_says_that_it_is_gone", "[tool]")
{
    const TemporaryDirectory place;
    const auto outcome = stats_tool(place, {number_of(left_page(place))});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    check_narrow(outcome.out);
    CHECK(outcome.out.find("gone without its exit handlers") != std::string::npos);
    CHECK(has_line(outcome.out, "acted upon while blocked in it ", " 1"));
}

TEST_CASE("counters_are_read_out_of_memory", "[memory]")
{
    const TemporaryDirectory place;
    Running process(counted(place, {"stay"}), place.file("ready"));
    const auto object = json_of(stats_tool(place, {process.number(), "--json"}));
    check_two_reads(object);
    CHECK(object["file"].is_null());
    CHECK(object["pid"] == process.pid());
    CHECK(object["state"] == "running");
}

TEST_CASE("a_process_without_threads_is_not_armed_yet", "[memory]")
{
    const TemporaryDirectory place;
    Command sleeper{{"sleep", "25"}};
    Child child(with_shim(sleeper));
    json object;
    for (int i = 0; i < 500 && !object.contains("level"); ++i, usleep(10000))
        if (const auto outcome = stats_tool(place, {std::to_string(child.pid()), "--json"}); outcome.exited(0))
            object = json::parse(outcome.out);
    REQUIRE(object.contains("level"));
    CHECK(object["level"] == "not armed yet");
    CHECK(object["program"] == "sleep");
}

TEST_CASE("a_forked_child_has_not_what_its_parent_counted", "[memory]")
{
    const TemporaryDirectory place;
    Running process(counted(place, {"child"}), place.file("ready"));
    check_two_reads(json_of(stats_tool(place, {process.number(), "--json"})));
    const std::string task = "/proc/" + process.number() + "/task/" + process.number() + "/children";
    const std::string child = std::to_string(std::atol(content_of(task).c_str()));
    REQUIRE(child != "0");
    const auto object = json_of(stats_tool(place, {child, "--json"}));
    INFO(object.dump(1));
    CHECK(object["requests"] == 0);
    CHECK(object["total"]["acted_blocked"] == 0);
    CHECK(std::to_string(object["pid"].get<long>()) == child);
}

TEST_CASE("list_has_the_living_and_the_gone", "[listing]")
{
    const TemporaryDirectory place, other;
    const std::string gone = number_of(left_page(place));
    Running process(sharing(place, {"stay"}), other.file("ready"));
    write_file(place.file("safecancel.txt"), "no page");
    write_file(place.file("unrelated"), "no page");
    const auto outcome = stats_tool(place, {});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.err.empty());
    check_narrow(outcome.out);
    REQUIRE(lines_of(outcome.out).size() == 3);
    const auto array = json_of(stats_tool(place, {"--json"}));
    REQUIRE(array.size() == 2);
    for (const auto &object : array) {
        const bool running = object["pid"] == process.pid();
        CHECK(object["state"] == (running ? "running" : "left"));
        CHECK((running || std::to_string(object["pid"].get<long>()) == gone));
    }
    process.end(SIGKILL);
    for (const auto &object : json_of(stats_tool(place, {"--json"})))
        CHECK(object["state"] == "left");
}

TEST_CASE("a_program_that_became_another_has_left_its_page", "[listing]")
{
    const TemporaryDirectory place;
    const std::string page = left_page(place);
    /* The page of a living process that does not have it mapped: as after exec of a program without the object. */
    Command sleeper{{"sleep", "25"}};
    Child child(sleeper);
    std::string bytes = content_of(page);
    sc_stats_page changed;
    std::memcpy(&changed, bytes.data(), sizeof changed);
    changed.pid = child.pid();
    changed.start_ticks = 0;
    bytes.replace(0, sizeof changed, reinterpret_cast<const char *>(&changed), sizeof changed);
    unlink(page.c_str());
    write_file(place.file(SC_STATS_PREFIX + std::to_string(child.pid())), bytes);
    const auto array = json_of(stats_tool(place, {"--json"}));
    REQUIRE(array.size() == 1);
    CHECK(array[0]["state"] == "left");
    CHECK(json_of(stats_tool(place, {std::to_string(child.pid()), "--json"}))["state"] == "left");
}

TEST_CASE("clean_removes_what_the_gone_left_and_nothing_else", "[clean]")
{
    const TemporaryDirectory place, other;
    const std::string gone = left_page(place);
    Running process(sharing(place, {"stay"}), other.file("ready"));
    write_file(place.file("safecancel.txt"), "no page");
    const auto outcome = stats_tool(place, {"--clean"});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out == "1 page removed\n");
    CHECK(access(gone.c_str(), F_OK) != 0);
    CHECK(place.names() == std::vector<std::string>{SC_STATS_PREFIX + process.number(), "safecancel.txt"});
    CHECK(stats_tool(place, {"--clean"}).out == "0 pages removed\n");
    process.end(SIGTERM);
}

TEST_CASE("json_has_every_field_of_the_page", "[json]")
{
    const TemporaryDirectory place;
    const auto object = json_of(stats_tool(place, {number_of(left_page(place)), "--json", "--all"}));
    INFO(object.dump(1));
    for (const char *key : {"pid", "state", "level", "reason", "program", "version", "machine", "file", "armed_ns",
                            "requests", "raised_again", "total", "points"})
        CHECK(object.contains(key));
    CHECK(object["points"].size() > 40);
    CHECK(object["points"]["read"]["acted_blocked"] == 1);
    CHECK(object["points"]["write"]["acted_blocked"] == 0);
}

TEST_CASE("no_process_and_no_number_is_one_line", "[bad_input]")
{
    const TemporaryDirectory place;
    check_refused(stats_tool(place, {"4194399"}), 2, "4194399: no such process");
    for (const char *number : {"x", "", "0", "-1", "12345678901234567890", "1x", " 1"})
        check_refused(stats_tool(place, {"--", number}), 2, "is no process number");
    CHECK(stats_tool(place, {"--json", "--prometheus"}).exited(2));
    CHECK(stats_tool(place, {"--clean", "1"}).exited(2));
    CHECK(stats_tool(place, {"--purple"}).exited(2));
    const TemporaryDirectory empty;
    const auto outcome = stats_tool(empty, {});
    CHECK(outcome.exited(0));
    CHECK(lines_of(outcome.out).size() == 1);
}

TEST_CASE("a_process_without_the_object_is_one_line", "[bad_input]")
{
    const TemporaryDirectory place;
    Command sleeper{{"sleep", "25"}};
    Child child(sleeper);
    usleep(200000);
    check_refused(stats_tool(place, {std::to_string(child.pid())}), 2, "libsafecancel.so is not loaded in it");
}

TEST_CASE("a_directory_that_is_not_there_is_one_line", "[bad_input]")
{
    Command command{{SAFECANCEL_TOOL, "stats"}};
    check_refused(run(with(command, "SAFECANCEL_STATS_DIR=/no/such/directory")), 2, "/no/such/directory");
}

TEST_CASE("pages_that_are_no_pages_are_one_line_each", "[damaged]")
{
    const TemporaryDirectory place;
    const std::string page = left_page(place), good = content_of(page), number = number_of(page);
    const auto changed = [&](size_t at, const std::string &bytes) {
        std::string copy = good;
        copy.replace(at, bytes.size(), bytes);
        return copy;
    };
    struct { std::string content, said; } const cases[] = {
        {"", "is damaged: 0 bytes"},
        {good.substr(0, 100), "is damaged: 100 bytes"},
        {std::string(good.size(), '\0'), "is no statistics page"},
        {changed(0, "x"), "is no statistics page"},
        {changed(8, std::string("\2\0\0\0", 4)), "format 2, not 1"},
        {changed(12, "\377\377"), "impossible numbers"},
        {changed(16, "\377"), "impossible numbers"},
        {changed(20, "\7"), "impossible numbers"},
        {changed(24, std::string("\1\0\0\0", 4)), "of process 1"},
    };
    for (const auto &one : cases) {
        INFO(one.said);
        write_file(page, one.content);
        check_refused(stats_tool(place, {number}), 2, one.said);
        const auto listed = stats_tool(place, {});
        CHECK(listed.exited(1));
        CHECK(lines_of(listed.err).size() == 1);
    }
    unlink(page.c_str());
    REQUIRE(symlink("/etc/passwd", page.c_str()) == 0);
    check_refused(stats_tool(place, {number}), 2, "symbolic link");
    unlink(page.c_str());
    REQUIRE(mkfifo(page.c_str(), 0600) == 0);
    check_refused(stats_tool(place, {number}), 2, "no regular file");
    unlink(page.c_str());
    REQUIRE(mkdir(page.c_str(), 0700) == 0);
    check_refused(stats_tool(place, {number}), 2, "no regular file");
}

TEST_CASE("mutated_pages_harm_nobody", "[damaged]")
{
    const TemporaryDirectory place;
    const std::string page = left_page(place), good = content_of(page);
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        std::string copy = good;
        for (int j = 0; j < 8; ++j)
            copy[8 + random() % (sizeof(sc_stats_page) - 8)] = static_cast<char>(random());
        write_file(page, copy);
        for (const char *form : {"--json", "--prometheus", "--all"}) {
            const auto outcome = stats_tool(place, {form});
            INFO(outcome.describe());
            REQUIRE((outcome.exited(0) || outcome.exited(1)));
            for (const char c : outcome.out)
                REQUIRE((c == '\n' || static_cast<unsigned char>(c) >= ' '));
        }
    }
}

TEST_CASE("another_users_process_and_page_are_one_line", "[permission]")
{
    if (geteuid() != 0)
        SC_SKIP("only root can be two users");
    const TemporaryDirectory place;
    std::filesystem::permissions(place.path(), std::filesystem::perms(01777));
    Running process(sharing(place, {"stay"}), place.file("ready"));
    const auto as_nobody = [&](const TemporaryDirectory &pages) {
        Command command{{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", "cat", SAFECANCEL_TOOL}};
        if (!run(command).exited(0))
            return Outcome{};
        command.argv.resize(5);
        command.argv.insert(command.argv.end(), {SAFECANCEL_TOOL, "stats", process.number()});
        return run(with(command, "SAFECANCEL_STATS_DIR=" + pages.path().string()));
    };
    const auto outcome = as_nobody(place);
    if (outcome.err.empty() && outcome.out.empty())
        SC_SKIP("another user cannot run the tool where it is built");
    check_refused(outcome, 3, "belongs to another user");
    const TemporaryDirectory empty;
    std::filesystem::permissions(empty.path(), std::filesystem::perms(01777));
    check_refused(as_nobody(empty), 3, "its memory may not be read");
}
