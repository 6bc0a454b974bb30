/* SPDX-License-Identifier: MIT */
#include "suite.h"

#include <sys/stat.h>

#include <fstream>
#include <set>

#include "command.h"
#include "lines.h"
#include "refusal.h"

namespace safecancel::compare {
namespace {

using tool::refuse;

/* No list of programs is longer: something else has been named. */
constexpr size_t longest_line = 64 << 10, most_lines = 100000;

/* Where in the suite something is wrong. */
struct Place {
    const std::string &path;
    size_t line;
};

template <class... Parts>
[[noreturn]] void refuse_line(const Place &place, fmt::format_string<Parts...> format, Parts &&...parts)
{
    refuse("{}:{}: {}", place.path, place.line, fmt::format(format, std::forward<Parts>(parts)...));
}

/* Words as a shell would take them apart, without expanding anything. */
std::vector<std::string> words_of(const std::string &text, const Place &place)
{
    std::vector<std::string> words;
    bool inside = false;
    char quote = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == 0 && (c == ' ' || c == '\t')) {
            inside = false;
            continue;
        }
        if (!inside)
            words.emplace_back();
        inside = true;
        if (c == quote)
            quote = 0;
        else if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        else if (c == '\\' && quote != '\'' && i + 1 < text.size())
            words.back() += text[++i];
        else
            words.back() += c;
    }
    if (quote != 0)
        refuse_line(place, "a {} is not closed: close the quotation", quote);
    return words;
}

void take_options(Options &options, std::vector<std::string> words, const Place &place)
{
    if (!words.empty() && !words[0].starts_with("-"))
        words.insert(words.begin(), "--");
    const std::vector<std::string> common = options.ignore;
    CLI::App app;
    app.set_help_flag();
    add_options(app, options);
    try {
        tool::parse(app, take_program(words, options));
        if (app.count("--ignore") != 0)
            options.ignore.insert(options.ignore.end(), common.begin(), common.end());
        Ignored ignored;
        for (const std::string &expression : options.ignore)
            ignored.add(expression);
    } catch (const CLI::ParseError &error) {
        refuse_line(place, "{}: correct the options in front of --", error.what());
    } catch (const tool::Refusal &refusal) {
        refuse_line(place, "{}", refusal.why);
    }
    if (options.words.empty())
        refuse_line(place, "no program is named: write NAME: PROGRAM [ARGS...]");
}

Entry entry_of(const std::string &line, const Options &common, const Place &place)
{
    const size_t colon = line.find(": "), begin = line.find_first_not_of(" \t");
    if (colon == line.npos || colon == begin)
        refuse_line(place, "\"{}\" has no name: write NAME: PROGRAM [ARGS...]", shown(line, 40));
    Entry entry = {line.substr(begin, colon - begin), common};
    if (shown(entry.name, 200) != entry.name)
        refuse_line(place, "the name is not printable: is this a suite?");
    take_options(entry.options, words_of(line.substr(colon + 2), place), place);
    return entry;
}

} // namespace

std::vector<Entry> read_suite(const std::string &path, const Options &common)
{
    struct stat file;
    if (stat(path.c_str(), &file) != 0)
        refuse("{}: {}: name a suite with --suite", path, strerror(errno));
    if (!S_ISREG(file.st_mode) && !S_ISFIFO(file.st_mode))
        refuse("{}: is no regular file: name a suite with --suite", path);
    std::ifstream stream(path);
    if (!stream)
        refuse("{}: {}: name a suite with --suite", path, strerror(errno));
    std::vector<Entry> entries;
    std::set<std::string> names;
    size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        const Place place = {path, ++number};
        if (line.size() > longest_line || number > most_lines || line.find('\0') != line.npos)
            refuse_line(place, "this is no text, or too long: is this a suite?");
        const size_t begin = line.find_first_not_of(" \t\r");
        if (begin == line.npos || line[begin] == '#')
            continue;
        entries.push_back(entry_of(line, common, place));
        if (!names.insert(entries.back().name).second)
            refuse_line(place, "{} is the name of an earlier line too: give another one", entries.back().name);
    }
    if (entries.empty())
        refuse("{}: names no program: write NAME: PROGRAM [ARGS...]", path);
    return entries;
}

} // namespace safecancel::compare
