/* SPDX-License-Identifier: MIT */
/* bench_report: makes of the driver's figures the page, and what the plots are drawn from; scripts/bench runs it. */
#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "sections.h"

namespace safecancel::bench {

namespace {

Json read_part(const std::string &directory, const std::string &part)
{
    const std::string path = fmt::format("{}/{}.json", directory, part);
    std::ifstream file(path);
    if (!file)
        throw std::runtime_error(path + " is missing");
    return Json::parse(file);
}

Results read_results(const std::string &directory)
{
    return {read_part(directory, "machine"), read_part(directory, "steps"),    read_part(directory, "calls"),
            read_part(directory, "cancels"), read_part(directory, "starts"),   read_part(directory, "programs"),
            read_part(directory, "memory")};
}

using Section = std::function<std::string(const Results &)>;

const std::map<std::string, Section> sections = {
    {"machine", machine_section},
    {"targets", targets_section},
    {"calls", [](const Results &results) { return calls_section(results, results.machine.at("architecture")); }},
    {"calls i386", [](const Results &results) { return calls_section(results, "i386"); }},
    {"steps", [](const Results &results) { return steps_section(results, results.machine.at("architecture")); }},
    {"steps i386", [](const Results &results) { return steps_section(results, "i386"); }},
    {"cancels", cancels_section},
    {"starts", starts_section},
    {"arming", arming_section},
    {"programs", programs_section},
    {"memory", memory_section},
    {"unmeasured", unmeasured_section},
    {"summary", summary_section},
};

/* The name in a line that begins a generated part; empty in all others. */
std::string begun_by(const std::string &line)
{
    const std::string begin = "<!-- bench ", end = " -->";
    if (line.rfind(begin, 0) != 0 || line.size() < begin.size() + end.size() ||
        line.compare(line.size() - end.size(), end.size(), end) != 0)
        return {};
    const std::string name = line.substr(begin.size(), line.size() - begin.size() - end.size());
    return name == "end" ? std::string() : name;
}

std::string renewed(std::istream &page, const std::string &path, const Results &results)
{
    std::string text, line, open;
    while (std::getline(page, line)) {
        const std::string name = begun_by(line);
        if (line == "<!-- bench end -->")
            open.clear();
        if (open.empty())
            text += line + "\n";
        if (name.empty())
            continue;
        if (sections.count(name) == 0)
            throw std::runtime_error(fmt::format("{}: there is no part \"{}\"", path, name));
        open = name;
        text += sections.at(name)(results);
    }
    if (!open.empty())
        throw std::runtime_error(fmt::format("{}: the part \"{}\" has no end", path, open));
    return text;
}

void renew_page(const std::string &path, const std::string &target, const Results &results)
{
    std::ifstream page(path);
    if (!page)
        throw std::runtime_error(path + " cannot be read");
    const std::string text = renewed(page, path, results);
    page.close();
    std::ofstream out(target);
    out << text;
    out.close();
    if (!out)
        throw std::runtime_error(target + " cannot be written");
}

} // namespace

} // namespace safecancel::bench

int main(int argc, char **argv)
{
    using namespace safecancel::bench;
    CLI::App app("Makes a page of what was measured; scripts/bench runs it");
    std::string results_in, plots_in, pages_in;
    std::vector<std::string> pages;
    app.add_option("--results", results_in, "directory of the driver's JSON")->required();
    app.add_option("--plots", plots_in, "directory for the figures of the plots")->required();
    app.add_option("--write-to", pages_in, "directory for the renewed pages; otherwise they are renewed where they are");
    app.add_option("pages", pages, "pages with parts that are generated");
    CLI11_PARSE(app, argc, argv);
    try {
        const Results results = read_results(results_in);
        write_plot_data(results, plots_in);
        for (const std::string &page : pages)
            renew_page(page, pages_in.empty() ? page : pages_in + "/" + page.substr(page.rfind('/') + 1), results);
        std::fputs(targets_section(results).c_str(), stdout);
    } catch (const std::exception &why) {
        fmt::print(stderr, "bench_report: {}\n", why.what());
        return 1;
    }
    return 0;
}
