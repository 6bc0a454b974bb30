/* SPDX-License-Identifier: MIT */
/* The page, in a browser, where there is one. */
#include <fstream>

#include "libc.h"
#include "tool.h"

using namespace safecancel;

namespace {

bool has_chromium()
{
    return run({{"sh", "-c", "command -v chromium"}}).exited(0);
}

/* The document after its script has run. */
Outcome render(const Desk &desk, const std::string &fragment)
{
    Command command{{"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000",
                     "--user-data-dir=" + desk.file("browser"), "--dump-dom",
                     "file://" + desk.file("proof.html") + fragment}};
    command.deadline = std::chrono::minutes(1);
    return run(command);
}

size_t count(const std::string &text, const std::string &part)
{
    size_t times = 0;
    for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
        ++times;
    return times;
}

}  // namespace

TEST_CASE("page_needs_nothing_from_elsewhere", "[page]")
{
    const Desk desk;
    const Outcome outcome = run(desk.command({"fsync", "--html", desk.file("proof.html")}));
    SC_TRACED(outcome);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    std::ifstream stream(desk.file("proof.html"));
    const std::string page{std::istreambuf_iterator<char>(stream), {}};
    CHECK(page.find("<!DOCTYPE html>") == 0);
    for (const char *elsewhere : {"http://", "https://", "src=", "<link", "@import", "url("})
        CHECK(page.find(elsewhere) == std::string::npos);
}

TEST_CASE("page_shows_where_stock_loses_and_the_shim_does_not", "[page]")
{
    if (!has_chromium())
        SC_SKIP("no chromium here");
    const Desk desk;
    const Outcome proved = run(desk.command({"read", "--both", "--html", desk.file("proof.html")}));
    SC_TRACED(proved);
    REQUIRE(proved.exited(0));
    const Outcome shown = render(desk, "#read/completes");
    INFO(shown.describe());
    REQUIRE(shown.exited(0));
    CHECK(count(shown.out, "data-side=\"stock\"") > 20);
    CHECK(count(shown.out, "data-side=\"shim\"") > 10);
    CHECK(shown.out.find("sc_thunk_begin") != std::string::npos);
    CHECK(shown.out.find("syscall") != std::string::npos);
    const size_t lost = count(shown.out, "data-class=\"L\"");
    if (libc_loses_results())
        CHECK(lost > 5);
    else
        CHECK(lost == 0);
    CHECK(count(shown.out, "data-side=\"shim\" data-class=\"L\"") == 0);
    CHECK(count(shown.out, "data-side=\"shim\" data-class=\"k\"") > 3);
}

TEST_CASE("page_shows_requests_that_are_errors", "[page]")
{
    if (!has_chromium())
        SC_SKIP("no chromium here");
    const Desk desk;
    const Outcome proved = run(desk.command({"--errors=masked", "write", "--html", desk.file("proof.html")}));
    SC_TRACED(proved);
    REQUIRE(proved.exited(0));
    const Outcome shown = render(desk, "#write/blocks%2C%20masked");
    INFO(shown.describe());
    REQUIRE(shown.exited(0));
    CHECK(shown.out.find("a request is made (masked)") != std::string::npos);
    CHECK(shown.out.find("failed with ECANCELED") != std::string::npos);
    CHECK(count(shown.out, "data-side=\"shim\" data-class=\"a\"") > 5);
    CHECK(count(shown.out, "data-class=\"T\"") == 1); /* the legend's */
}
