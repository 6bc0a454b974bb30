/* SPDX-License-Identifier: MIT */
/* safecancel compare: options, progress, and what is printed. */
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "command.h"
#include "comparison.h"
#include "output.h"
#include "refusal.h"
#include "report.h"
#include "suite.h"

namespace safecancel::compare {
namespace {

constexpr const char *summary_text =
    "safecancel compare [OPTIONS] -- PROGRAM [ARGS...]\n"
    "safecancel compare [OPTIONS] --suite FILE\n\n"
    "Runs a program without the shim and with it, in turn, and compares exit\n"
    "status, output, what is open and which threads live at its end, and its\n"
    "cost.  What differs between two runs without the shim varies by itself, and\n"
    "does not count.";
constexpr const char *footer_text =
    "A suite has a line for each program: NAME: [OPTIONS... --] PROGRAM [ARGS...]\n\n"
    "Exit status: 0 no difference that matters; 1 there are some; 2 wrong usage,\n"
    "or an unreadable suite; 3 a program could not be compared; 77 --strace, and\n"
    "tracing is not permitted here.";

/* The line on a terminal that says what is being done. */
class ProgressLine {
public:
    explicit ProgressLine(bool wanted) : shown_(wanted && isatty(STDERR_FILENO)) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void show(const std::string &text) const
    {
        if (shown_)
            fmt::print(stderr, "\r\033[K{}", shown(text, 79));
    }
    void clear() const
    {
        if (shown_)
            fmt::print(stderr, "\r\033[K");
    }

private:
    bool shown_;
};

int compare_one(const Options &options)
{
    Comparison comparison;
    {
        const ProgressLine line(true);
        comparison = compare(options, options.words[0], [&](const std::string &what) { line.show(what); });
    }
    tool::print(options.json ? as_json(comparison).dump(2, ' ', true, Json::error_handler_t::replace) + "\n"
                             : report(comparison));
    return comparison.differs() ? tool::status_found : tool::status_good;
}

Comparison compare_entry(const Entry &entry, const Progress &progress)
{
    try {
        return compare(entry.options, entry.name, progress);
    } catch (const tool::Refusal &refusal) {
        Comparison refused;
        refused.name = entry.name;
        refused.words = entry.options.words;
        refused.refused = refusal.why;
        return refused;
    }
}

int summarize(const Options &options, const std::vector<Comparison> &all)
{
    const auto differing = std::count_if(all.begin(), all.end(), [](const auto &each) { return each.differs(); });
    const auto refused = std::count_if(all.begin(), all.end(), [](const auto &each) { return !each.refused.empty(); });
    if (options.json) {
        Json json = {{"programs", Json::array()}, {"different", differing}, {"not_compared", refused}};
        for (const Comparison &each : all)
            json["programs"].push_back(as_json(each));
        tool::print(json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n");
    } else {
        std::string text;
        for (const Comparison &each : all)
            if (each.differs())
                text += fmt::format("\n== {}: {}\n", each.name, shown(command_line(each.words), 74 - each.name.size() % 60)) +
                        differences_of(each);
        tool::print(text + fmt::format("\n{} programs: {} without a difference that matters, {} different, {} not compared\n",
                                       all.size(), all.size() - differing - refused, differing, refused));
    }
    return differing != 0 ? tool::status_found : refused != 0 ? tool::status_failed : tool::status_good;
}

int compare_suite(const Options &options)
{
    const std::vector<Entry> entries = read_suite(options.suite, options);
    size_t width = 7;
    for (const Entry &entry : entries)
        width = std::min<size_t>(40, std::max(width, entry.name.size()));
    std::vector<Comparison> all;
    const ProgressLine line(true);
    if (!options.json)
        tool::print(table_head(width));
    for (const Entry &entry : entries) {
        all.push_back(compare_entry(entry, [&](const std::string &what) {
            line.show(fmt::format("[{}/{}] {}: {}", all.size() + 1, entries.size(), entry.name, what));
        }));
        line.clear();
        if (!options.json)
            tool::print(table_line(all.back(), width));
    }
    return summarize(options, all);
}

int run(CLI::App &app, const tool::Arguments &arguments)
{
    Options options;
    app.description(summary_text);
    app.footer(footer_text);
    add_options(app, options);
    app.add_option("--suite", options.suite, "compare the programs that FILE lists")->type_name("FILE");
    app.add_flag("--json", options.json, "print JSON");
    app.add_option("--library", options.object, "the preloaded object")->type_name("FILE");
    tool::parse(app, take_program(arguments, options));
    if (options.suite.empty() == options.words.empty())
        tool::refuse("{}: see safecancel compare --help",
                     options.words.empty() ? "no program is named: write it behind --" : "a program and a suite: name one of them");
    return options.suite.empty() ? compare_one(options) : compare_suite(options);
}

} // namespace
} // namespace safecancel::compare

namespace safecancel::tool {

int compare_command(CLI::App &app, const Arguments &arguments)
{
    try {
        return compare::run(app, arguments);
    } catch (const compare::Interrupted &interrupted) {
        signal(interrupted.signal, SIG_DFL); // whoever started us sees that it was this
        raise(interrupted.signal);
        return 128 + interrupted.signal;
    }
}

} // namespace safecancel::tool
