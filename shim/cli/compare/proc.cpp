/* SPDX-License-Identifier: MIT */
#include "proc.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace safecancel::compare {
namespace {

namespace fs = std::filesystem;

/* "socket:[4711]" is "socket". */
std::string without_number(const std::string &target)
{
    const size_t at = target.find(":[");
    if (at == target.npos || target.front() == '/')
        return target;
    const bool named = target.find_first_not_of("0123456789]", at + 2) != target.npos; // anon_inode:[eventfd]
    return named ? target : target.substr(0, at);
}

bool numeric(const std::string &name)
{
    return !name.empty() && name.find_first_not_of("0123456789") == name.npos;
}

} // namespace

std::string content(const char *path, pid_t thread)
{
    std::ifstream file(fmt::format(fmt::runtime(path), thread), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

long field(const char *path, pid_t thread, const std::string &name)
{
    std::istringstream lines(content(path, thread));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(name))
            return strtol(line.c_str() + name.size(), nullptr, 10);
    return 0;
}

unsigned long auxiliary(pid_t thread, unsigned long type)
{
    const std::string vector = content("/proc/{}/auxv", thread);
    unsigned long entry[2];
    for (size_t at = 0; at + sizeof entry <= vector.size(); at += sizeof entry) {
        std::copy_n(vector.data() + at, sizeof entry, reinterpret_cast<char *>(entry));
        if (entry[0] == type)
            return entry[1];
    }
    return 0;
}

std::string thread_name(pid_t thread)
{
    std::string name = content("/proc/{}/comm", thread);
    while (!name.empty() && name.back() == '\n')
        name.pop_back();
    return name.empty() ? "(ended)" : name;
}

std::vector<std::string> open_files(pid_t thread)
{
    std::vector<std::string> files;
    std::error_code gone;
    for (const auto &entry : fs::directory_iterator(fmt::format("/proc/{}/fd", thread), gone)) {
        const auto target = fs::read_symlink(entry.path(), gone);
        if (!gone)
            files.push_back(without_number(target.string()));
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<pid_t> children_of(pid_t parent)
{
    std::vector<pid_t> children;
    std::error_code gone;
    for (const auto &entry : fs::directory_iterator("/proc", gone)) {
        const std::string name = entry.path().filename().string();
        if (!numeric(name))
            continue;
        const auto process = static_cast<pid_t>(std::stol(name));
        if (field("/proc/{}/status", process, "PPid:") == parent)
            children.push_back(process);
    }
    return children;
}

} // namespace safecancel::compare
