/* SPDX-License-Identifier: MIT */
#include "level.h"

#include <regex>
#include <sstream>

#include <fmt/format.h>

namespace safecancel::tool {
namespace {

using Match = std::smatch;

unsigned number(const std::string &digits)
{
    return static_cast<unsigned>(std::stoul(digits));
}

void read_armed(Level &level, const Match &match)
{
    level.name = match[1];
    level.glibc = match[2];
    level.word_offset = number(match[3]);
    level.tid_offset = number(match[4]);
    level.witness = match[5];
    level.signals = match[6];
}

void read_points(Level &level, const Match &match)
{
    level.points = number(match[1]);
    level.chained = number(match[2]);
}

void read_own_points(Level &level, const Match &match)
{
    level.understood = number(match[1]);
    level.not_understood = number(match[2]);
}

/* The lines of ../../arming.cpp, dispatch.cpp, libc_windows.cpp and settings.cpp; a test holds the two together. */
const struct {
    const char *expression;
    void (*read)(Level &level, const Match &match);
} sentences[] = {
    {"(full|points only): glibc ([^,]+), cancelhandling at (\\d+), tid at (\\d+) \\((.*), confirmed by probe\\)(?:, (.*))?",
     read_armed},
    {"(\\d+) points through the thunk, (\\d+) chained", read_points},
    {"(\\d+) of libc's own points understood, (\\d+) left to libc", read_own_points},
    {"libc's own points are left to libc: (.*)", [](Level &level, const Match &match) { level.reason = match[1]; }},
    {"off: (.*)",
     [](Level &level, const Match &match) {
         level.name = "off";
         level.reason = match[1];
     }},
    {"(\\S+) is left to the object that defines it after ours",
     [](Level &level, const Match &match) { level.chained_names.push_back(match[1]); }},
    {"left to libc: (.*)", [](Level &level, const Match &match) { level.left_to_libc.push_back(match[1]); }},
    {"libc's points while cancellation is disabled: (.*)",
     [](Level &level, const Match &match) { level.disabled_points = match[1]; }},
    {"warning: (.*)", [](Level &level, const Match &match) { level.warnings.push_back(match[1]); }},
};

bool read_sentence(Level &level, const std::string &line)
{
    Match match;
    for (const auto &sentence : sentences)
        if (std::regex_match(line, match, std::regex(sentence.expression))) {
            sentence.read(level, match);
            return true;
        }
    return false;
}

/* "ERROR: ld.so: object 'FILE' from LD_PRELOAD cannot be preloaded (WHY): ignored." */
bool read_loader(Level &level, const std::string &line)
{
    Match match;
    if (!std::regex_match(line, match, std::regex("ERROR: ld\\.so: object '(.*)' from .* \\((.*)\\): ignored\\.")))
        return false;
    const std::string file = match[1], why = match[2];
    if (file.ends_with("/libsafecancel.so")) {
        level.name = "not loaded";
        level.reason = fmt::format("the loader says of {}: {}", file, why);
    } else {
        level.warnings.push_back(fmt::format("the loader does not load {}: {}", file, why));
    }
    return true;
}

} // namespace

Level read_level(std::string_view text)
{
    constexpr std::string_view ours = "safecancel: ";
    Level level;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);)
        if (!(line.starts_with(ours) && read_sentence(level, line.substr(ours.size()))) && !read_loader(level, line))
            level.strange.push_back(line);
    if (level.name == "points only" && level.reason.empty())
        level.reason = fmt::format("{} of libc's own points {} not understood", level.not_understood,
                                   level.not_understood == 1 ? "is" : "are");
    return level;
}

} // namespace safecancel::tool
