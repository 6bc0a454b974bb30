/* SPDX-License-Identifier: MIT */
/* The metrics, against a parser of the text format (version 0.0.4) that takes nothing else. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "catch.hpp"
#include "tool.h"

using namespace safecancel;

namespace {

using Labels = std::map<std::string, std::string>;

struct Sample {
    std::string name;
    Labels labels;
    double value;
};

struct Metrics {
    std::map<std::string, std::string> types;
    std::vector<Sample> samples;

    double sum(const std::string &name, const Labels &wanted = {}) const
    {
        double sum = 0;
        for (const auto &sample : samples) {
            bool fits = sample.name == name;
            for (const auto &[label, value] : wanted)
                fits = fits && sample.labels.count(label) != 0 && sample.labels.at(label) == value;
            sum += fits ? sample.value : 0;
        }
        return sum;
    }
};

/* {name="value",...}: escapes are those of the format, and no others. */
Labels parse_labels(const std::string &text)
{
    Labels labels;
    size_t at = 0;
    while (at < text.size()) {
        const size_t equals = text.find("=\"", at);
        REQUIRE(equals != std::string::npos);
        const std::string name = text.substr(at, equals - at);
        CHECK(std::regex_match(name, std::regex("[a-zA-Z_][a-zA-Z0-9_]*")));
        std::string value;
        for (at = equals + 2; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\') {
                ++at;
                REQUIRE(at < text.size());
                CHECK(std::strchr("\\\"n", text[at]) != nullptr);
                value += text[at] == 'n' ? '\n' : text[at];
            } else {
                value += text[at];
            }
        }
        REQUIRE(at < text.size());
        CHECK(labels.emplace(name, value).second);
        ++at;
        REQUIRE((at == text.size() || text[at] == ','));
        at += at != text.size();
    }
    return labels;
}

/* Each metric's HELP, TYPE and samples in one piece, no sample twice, each counter named _total. */
Metrics parse(const std::string &text)
{
    Metrics metrics;
    std::set<std::pair<std::string, Labels>> seen;
    std::string current, helped;
    REQUIRE(!text.empty());
    REQUIRE(text.back() == '\n');
    for (const auto &line : lines_of(text)) {
        INFO(line);
        std::smatch match;
        if (std::regex_match(line, match, std::regex("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+"))) {
            helped = match[1];
            CHECK(metrics.types.count(helped) == 0);
        } else if (std::regex_match(line, match, std::regex("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)"))) {
            current = match[1];
            CHECK(current == helped);
            CHECK((match[2] != "counter" || std::regex_match(current, std::regex(".*_total"))));
            metrics.types[current] = match[2];
        } else {
            REQUIRE(std::regex_match(line, match, std::regex("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{(.*)\\} ([0-9]+(\\.[0-9]+)?)")));
            CHECK(match[1] == current);
            const Sample sample = {match[1], parse_labels(match[2]), std::stod(match[3])};
            CHECK(seen.emplace(sample.name, sample.labels).second);
            metrics.samples.push_back(sample);
        }
    }
    return metrics;
}

std::string left_by(const TemporaryDirectory &place, const std::string &name)
{
    REQUIRE(run(sharing(place, {name, "kill"})).killed(SIGKILL));
    REQUIRE(!place.names().empty());
    return place.file(place.names().back());
}

} // namespace

TEST_CASE("metrics_are_well_formed_and_agree_with_the_page", "[prometheus]")
{
    const TemporaryDirectory place;
    left_by(place, "points");
    const auto page = only_page(place);
    for (const auto &arguments : {std::vector<std::string>{"--prometheus"}, {"--prometheus", "--all"},
                                  {std::to_string(page.pid), "--prometheus"}}) {
        const auto outcome = stats_tool(place, arguments);
        INFO(outcome.describe());
        REQUIRE(outcome.exited(0));
        const auto metrics = parse(outcome.out);
        const auto total = total_of(page);
        CHECK(metrics.sum("safecancel_process", {{"program", "counted"}, {"state", "left"}}) == 1);
        CHECK(metrics.sum("safecancel_requests_total", {{"pid", std::to_string(page.pid)}}) == double(page.requests));
        CHECK(metrics.sum("safecancel_acted_total") == double(total.acted_before + total.acted_blocked));
        CHECK(metrics.sum("safecancel_acted_total", {{"point", "read"}, {"when", "blocked"}}) == 2);
        CHECK(metrics.sum("safecancel_kept_total") == double(total.kept));
        CHECK(metrics.sum("safecancel_armed_timestamp_seconds") == Approx(double(page.armed) / 1e9));
        CHECK(metrics.types.size() == 7);
    }
}

TEST_CASE("metrics_of_several_processes_stand_together", "[prometheus]")
{
    const TemporaryDirectory place;
    left_by(place, "points");
    left_by(place, "read");
    const auto outcome = stats_tool(place, {"--prometheus"});
    const auto metrics = parse(outcome.out);
    CHECK(metrics.sum("safecancel_process") == 2);
    CHECK(metrics.sum("safecancel_requests_total") == 9);
    CHECK(parse(stats_tool(TemporaryDirectory(), {"--prometheus"}).out).samples.empty());
}

TEST_CASE("names_that_need_it_are_escaped", "[prometheus]")
{
    const TemporaryDirectory place;
    const std::string page = left_by(place, "read");
    std::string bytes = content_of(page);
    const std::string name = "a\"b\\c\nd";
    bytes.replace(offsetof(sc_stats_page, program), name.size() + 1, name.c_str(), name.size() + 1);
    std::ofstream(page, std::ios::binary | std::ios::trunc) << bytes;
    const auto metrics = parse(stats_tool(place, {"--prometheus"}).out);
    CHECK(metrics.sum("safecancel_requests_total", {{"program", "a\"b\\c\\x0ad"}}) == 1);
}

TEST_CASE("output_replaces_the_file_as_a_whole", "[output]")
{
    const TemporaryDirectory place, out;
    left_by(place, "read");
    const std::string file = out.file("safecancel.prom");
    std::ofstream(file) << "old";
    struct stat before, after;
    REQUIRE(stat(file.c_str(), &before) == 0);
    const auto outcome = stats_tool(place, {"--prometheus", "--output", file});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.empty());
    CHECK(parse(content_of(file)).sum("safecancel_requests_total") == 1);
    REQUIRE(stat(file.c_str(), &after) == 0);
    CHECK(before.st_ino != after.st_ino);
    CHECK((after.st_mode & 07777) == 0644);
    CHECK(out.names().size() == 1);

    const auto failed = stats_tool(place, {"--prometheus", "--output", "/no/such/directory/x"});
    CHECK(failed.exited(3));
    CHECK(lines_of(failed.err).size() == 1);
    std::filesystem::create_directory(out.file("directory"));
    CHECK(stats_tool(place, {"--prometheus", "--output", out.file("directory")}).exited(3));
    CHECK(out.names().size() == 2);
}
