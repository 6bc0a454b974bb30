/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace safecancel::tool {
namespace {

std::string read_proc(pid_t pid, const char *name)
{
    std::ifstream file(fmt::format("/proc/{}/{}", pid, name));
    return {std::istreambuf_iterator<char>(file), {}};
}

/* The fields of /proc/PID/stat from 3 on: the name before them may hold anything. */
std::vector<std::string> fields_after_name(pid_t pid)
{
    const std::string text = read_proc(pid, "stat");
    const size_t end = text.rfind(')');
    std::istringstream rest(end == text.npos ? "" : text.substr(end + 1));
    std::vector<std::string> fields;
    for (std::string field; rest >> field;)
        fields.push_back(field);
    return fields;
}

} // namespace

bool is_alive(pid_t pid)
{
    const auto fields = fields_after_name(pid);
    return !fields.empty() && fields[0] != "Z" && fields[0] != "X";
}

uint64_t start_ticks_of(pid_t pid)
{
    const auto fields = fields_after_name(pid);
    return fields.size() > 19 ? strtoull(fields[19].c_str(), nullptr, 10) : 0;
}

pid_t own_number_of(pid_t pid)
{
    std::istringstream status(read_proc(pid, "status"));
    for (std::string line; std::getline(status, line);)
        if (line.compare(0, 6, "NSpid:") == 0)
            return static_cast<pid_t>(strtol(line.c_str() + line.find_last_of("\t ") + 1, nullptr, 10));
    return pid;
}

std::string name_of(pid_t pid)
{
    const std::string text = read_proc(pid, "stat");
    const size_t begin = text.find('('), end = text.rfind(')');
    return begin == text.npos || end == text.npos || end < begin ? "" : text.substr(begin + 1, end - begin - 1);
}

std::vector<Mapping> mappings_of(pid_t pid, int &error)
{
    std::vector<Mapping> mappings;
    FILE *const file = fopen(fmt::format("/proc/{}/maps", pid).c_str(), "re");
    error = file == nullptr ? errno : 0;
    if (file == nullptr)
        return mappings;
    char *line = nullptr;
    size_t room = 0;
    ssize_t size;
    while (errno = 0, (size = getline(&line, &room, file)) > 0) {
        unsigned long long begin, end, offset, inode;
        int path = 0;
        if (line[size - 1] == '\n')
            line[size - 1] = '\0';
        if (sscanf(line, "%llx-%llx %*s %llx %*s %llu %n", &begin, &end, &offset, &inode, &path) == 4 &&
            path != 0 && line[path] == '/')
            mappings.push_back({begin, offset, inode, line + path});
    }
    error = errno;
    free(line);
    fclose(file);
    return mappings;
}

} // namespace safecancel::tool
