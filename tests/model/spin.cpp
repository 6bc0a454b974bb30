/* SPDX-License-Identifier: MIT */
/* Running spin; the contract stands in spin.h. */
#include "spin.h"

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "child.h"
#include "temporary.h"

namespace safecancel {
namespace {

const std::string model = std::string(SC_MODEL) + "/protocol.pml";

/* Deeper than any path of the model; a path that is cut short shows in pan's output. */
constexpr const char *depth_limit = "-m20000";

std::string trimmed(const std::string &text)
{
    const auto begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
    return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

std::string compiler()
{
    const char *named = getenv("CC");
    return named && *named ? named : "cc";
}

/* The tool's output; a tool that fails is an error of the test, not a result. */
std::string must_run(const std::vector<std::string> &argv, const std::string &directory)
{
    const Outcome outcome = run({.argv = argv, .directory = directory, .deadline = std::chrono::minutes(4)});
    if (!outcome.exited(0))
        throw std::runtime_error(argv[0] + ": " + outcome.describe());
    return outcome.out;
}

std::vector<std::string> with_definitions(std::vector<std::string> argv, const std::string &definitions, bool tell)
{
    std::istringstream words(definitions);
    for (std::string word; words >> word;)
        argv.push_back("-D" + word);
    if (tell)
        argv.push_back("-DTELL");
    return argv;
}

/* The name in "pan:1: assertion violated  !(NAME) (at depth 12)", or what else stands there. */
std::string first_error(const std::string &output)
{
    std::smatch match;
    if (std::regex_search(output, match, std::regex("pan:1: assertion violated +!\\(+(\\w+)\\)")))
        return match[1];
    if (std::regex_search(output, match, std::regex("pan:1: ([^\n]*)")))
        return match[1];
    return "";
}

Search read_output(const std::string &output)
{
    Search search;
    search.output = output;
    search.violated = first_error(output);
    std::smatch match;
    if (std::regex_search(output, match, std::regex("([0-9.e+]+) states, stored")))
        search.states = match[1];
    const bool counted = std::regex_search(output, match, std::regex("errors: ([0-9]+)"));
    const bool cut_short = output.find("too small") != std::string::npos ||
                           output.find("Search not completed") != std::string::npos ||
                           output.find("out of memory") != std::string::npos;
    search.complete = counted && (search.violated.empty() ? match[1] == "0" && !cut_short : match[1] == "1");
    const std::regex line("found (\\w+)");
    for (std::sregex_iterator at(output.begin(), output.end(), line), end; at != end; ++at)
        search.found.insert((*at)[1]);
    return search;
}

/* The trail's steps, without spin's own remarks, which begin with "spin:" or blanks. */
std::string read_trail(const std::string &replay)
{
    std::istringstream lines(replay);
    std::string steps;
    for (std::string line; std::getline(lines, line);)
        if (std::regex_search(line, std::regex("^(thread|canceller|kernel|handler|CPU): ")))
            steps += line + "\n";
    return steps;
}

}  // namespace

std::vector<TableRow> read_table(const std::string &file, size_t columns)
{
    std::ifstream lines(std::string(SC_MODEL) + "/" + file);
    std::vector<TableRow> rows;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#')
            continue;
        TableRow row;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '|');)
            row.push_back(trimmed(cell));
        if (row.size() != columns)
            throw std::runtime_error(file + ": not " + std::to_string(columns) + " columns: " + line);
        rows.push_back(row);
    }
    if (rows.empty())
        throw std::runtime_error(file + ": no rows");
    return rows;
}

std::string cannot_explore()
{
    for (const std::string &tool : {std::string("spin"), compiler()})
        if (!run({.argv = {"sh", "-c", "command -v \"$1\"", "sh", tool}}).exited(0))
            return "no " + tool + " here: install the Debian packages spin and gcc";
    return "";
}

Search explore(const std::string &definitions, Compile how, bool tell)
{
    const TemporaryDirectory scratch;
    auto generate = with_definitions({"spin"}, definitions, tell);
    generate.insert(generate.end(), {"-a", model});
    must_run(generate, scratch.path().string());
    must_run({compiler(), how == Compile::well ? "-Og" : "-O0", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"},
             scratch.path().string());
    std::vector<std::string> argv = {"./pan", depth_limit, "-w21"};
    if (tell)
        argv.push_back("-i");  /* the shortest way to the error */
    const Outcome outcome = run({.argv = argv, .directory = scratch.path().string(), .deadline = std::chrono::minutes(4)});
    if (outcome.late || !WIFEXITED(outcome.status))
        throw std::runtime_error("pan: " + outcome.describe());
    Search search = read_output(outcome.out);
    if (tell && !search.violated.empty()) {
        auto replay = with_definitions({"spin", "-T", "-k", "protocol.pml.trail", "-t"}, definitions, tell);
        replay.push_back(model);
        search.trail = read_trail(run({.argv = replay, .directory = scratch.path().string()}).out);
    }
    return search;
}

}  // namespace safecancel
