/* SPDX-License-Identifier: MIT */
/* Reading strace's output; the contract stands in strace_log.h. */
#include "strace_log.h"

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "markers.h"

namespace safecancel {
namespace {

struct Line {
    std::string thread;
    std::string text;
};

/* Lines in order, with calls that other threads cut in two put together again. */
std::vector<Line> read_lines(const std::string &log)
{
    static const std::string unfinished = " <unfinished ...>";
    static const std::regex resumed("^<\\.\\.\\. \\w+ resumed> ?");
    std::map<std::string, size_t> cut;
    std::vector<Line> lines;
    std::istringstream stream(log);
    for (std::string line; std::getline(stream, line);) {
        const auto space = line.find(' ');
        const auto start = line.find_first_not_of(' ', space);
        if (space == std::string::npos || start == std::string::npos)
            continue;
        Line next{line.substr(0, space), line.substr(start)};
        if (std::regex_search(next.text, resumed) && cut.count(next.thread)) {
            lines[cut[next.thread]].text += std::regex_replace(next.text, resumed, "");
            continue;
        }
        if (next.text.ends_with(unfinished)) {
            next.text.resize(next.text.size() - unfinished.size());
            cut[next.thread] = lines.size();
        }
        lines.push_back(next);
    }
    return lines;
}

std::string without_noise(std::string text, const std::set<std::string> &ids)
{
    static const std::pair<std::regex, const char *> noise[] = {
        {std::regex("0x[0-9a-f]{6,}"), "ADDRESS"},
        {std::regex("getrandom\\(\"[^\"]*\"(\\.\\.\\.)?"), "getrandom(BYTES"},
        {std::regex("@\"[0-9a-f]{5}\""), "@NAME"},
        {std::regex("msg(rcv|snd)\\([0-9]+"), "msg$1(QUEUE"},
        {std::regex("f_handle=\"[^\"]*\""), "f_handle=INODE"},
        {std::regex("left \\{[^}]*\\}"), "left"},
        {std::regex("\\{ru_utime=.*\\}"), "USAGE"},
        {std::regex("si_([us])time=[0-9]+"), "si_$1time=TIME"},
        {std::regex(" +"), " "},
    };
    for (const auto &[pattern, replacement] : noise)
        text = std::regex_replace(text, pattern, replacement);
    for (const auto &id : ids)
        text = std::regex_replace(text, std::regex("\\b" + id + "\\b"), "PROCESS");
    return text;
}

}  // namespace

std::vector<std::string> point_calls(const std::string &log)
{
    const std::string begin = "getpgid(" + std::to_string(MARK_BEGIN), end = "getpgid(" + std::to_string(MARK_END);
    const auto lines = read_lines(log);
    std::set<std::string> ids;
    for (const auto &line : lines)
        ids.insert(line.thread);
    std::vector<std::string> calls;
    std::string thread;
    for (const auto &line : lines) {
        if (line.text.starts_with(begin))
            thread = line.thread;
        else if (line.thread == thread && line.text.starts_with(end))
            break;
        else if (line.thread == thread)
            calls.push_back(without_noise(line.text, ids));
    }
    return calls;
}

}  // namespace safecancel
