/* SPDX-License-Identifier: MIT */
#include "proc_files.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "refusal.h"

#ifndef SYS_openat2 /* Debian 11's glibc lacks it */
#define SYS_openat2 437
#endif

namespace safecancel::inspect {
namespace {

constexpr size_t largest_text = 16 << 20, most_mappings = 4000;

/* The rest of a line of `maps`: "START-END rwxp OFFSET MAJOR:MINOR INODE   PATH". */
std::optional<Mapping> mapping_of(const std::string &line)
{
    std::istringstream stream(line);
    std::string addresses, rights, offset, device, inode, path;
    stream >> addresses >> rights >> offset >> device >> inode >> std::ws;
    std::getline(stream, path);
    if (path.empty() || path[0] != '/' || rights.size() < 3 || rights[2] != 'x')
        return {};
    const std::string suffix = " (deleted)";
    const bool deleted = path.size() > suffix.size() && path.compare(path.size() - suffix.size(), suffix.size(), suffix) == 0;
    return Mapping{addresses, deleted ? path.substr(0, path.size() - suffix.size()) : path, deleted};
}

} // namespace

ProcFiles::ProcFiles(long pid)
    : directory_(::open(fmt::format("/proc/{}", pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    if (directory_)
        status_ = text("status").value_or("");
    if (status_.empty())
        tool::refuse("{}: no such process: it is gone, or hidden from you", pid);
}

Descriptor ProcFiles::open(const std::string &name, int flags) const
{
    return Descriptor(openat(directory_.number(), name.c_str(), flags | O_CLOEXEC));
}

std::optional<std::string> ProcFiles::text(const char *name) const
{
    const Descriptor file = open(name, O_RDONLY);
    if (!file)
        return {};
    std::string text;
    char buffer[65536];
    ssize_t got;
    while (text.size() < largest_text && (got = read(file.number(), buffer, sizeof buffer)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return {};
        text.append(buffer, static_cast<size_t>(got));
    }
    return text;
}

std::optional<std::string> ProcFiles::link(const char *name) const
{
    char path[4096];
    const ssize_t length = readlinkat(directory_.number(), name, path, sizeof path);
    if (length < 0)
        return {};
    return std::string(path, static_cast<size_t>(length));
}

std::string ProcFiles::status(const std::string &name) const
{
    const size_t at = ("\n" + status_).find("\n" + name + ":");
    if (at == std::string::npos)
        return {};
    const size_t begin = status_.find_first_not_of(" \t", at + name.size() + 1);
    return status_.substr(begin, status_.find('\n', begin) - begin);
}

std::optional<std::vector<Mapping>> ProcFiles::mappings() const
{
    const auto maps = text("maps");
    if (!maps)
        return {};
    std::vector<Mapping> mappings;
    std::set<std::string> known;
    std::istringstream lines(*maps);
    for (std::string line; std::getline(lines, line) && mappings.size() < most_mappings;)
        if (auto mapping = mapping_of(line); mapping && known.insert(mapping->path).second)
            mappings.push_back(std::move(*mapping));
    return mappings;
}

Descriptor ProcFiles::open_mapped(const Mapping &mapping) const
{
    Descriptor file = open("map_files/" + mapping.addresses, O_PATH);
    if (file || mapping.deleted)
        return file;
    const auto space = link("ns/mnt");
    char own[64] = "";
    if (space && readlink("/proc/self/ns/mnt", own, sizeof own - 1) > 0 && *space == own)
        return Descriptor(::open(mapping.path.c_str(), O_PATH | O_CLOEXEC));
    const Descriptor root = open("root", O_PATH | O_DIRECTORY);
    struct open_how how = {};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_IN_ROOT;
    return Descriptor(static_cast<int>(syscall(SYS_openat2, root.number(), mapping.path.c_str(), &how, sizeof how)));
}

} // namespace safecancel::inspect
