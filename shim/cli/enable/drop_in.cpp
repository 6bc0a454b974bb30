/* SPDX-License-Identifier: MIT */
#include "drop_in.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "refusal.h"

namespace safecancel::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view marker = "# Written by safecancel enable; removed by safecancel disable.  Sum: ";

/* FNV-1a, 64 bits: tells an edited file, and is no secret. */
std::string sum(std::string_view text)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

std::string content_of(const std::string &path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
        fail("{}: {}", path, strerror(errno));
    return text.str();
}

std::string escaped(std::string_view text, bool specifiers)
{
    std::string result;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            result += '\\';
        if (c == '%' && !specifiers)
            result += '%';
        result += c;
    }
    return result;
}

/* A new file beside it, which then takes its place. */
void replace(const std::string &path, const std::string &text)
{
    const std::string half = path + ".new"; /* no .conf: systemd does not read it */
    const int fd = open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        fail("{}: {}", path, strerror(errno));
    const bool written = fchmod(fd, 0644) == 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int error = errno;
    if (close(fd) == 0 && written && rename(half.c_str(), path.c_str()) == 0)
        return;
    const int last = written ? errno : error;
    unlink(half.c_str());
    fail("{}: {}", path, strerror(last));
}

} // namespace

std::string quoted(const Variable &variable)
{
    return fmt::format("\"{}={}{}\"", variable.name, escaped(variable.verbatim, true), escaped(variable.value, false));
}

std::string drop_in_text(const std::vector<Variable> &variables)
{
    std::string body = "[Service]\n";
    for (const Variable &variable : variables)
        body += "Environment=" + quoted(variable) + "\n";
    return std::string(marker) + sum(body) + "\n" + body;
}

Owner owner_of(const std::string &path)
{
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (status.type() == fs::file_type::not_found)
        return Owner::nobody;
    if (error)
        fail("{}: {}", path, error.message());
    if (status.type() != fs::file_type::regular)
        return Owner::foreign;
    const std::string text = content_of(path);
    const size_t end = text.find('\n');
    if (!text.starts_with(marker) || end == text.npos)
        return Owner::foreign;
    return text.substr(marker.size(), end - marker.size()) == sum(std::string_view(text).substr(end + 1)) ? Owner::ours
                                                                                                         : Owner::edited;
}

void check_owner(const std::string &path, Owner owner)
{
    if (owner == Owner::edited)
        refuse("{}: has been edited since safecancel wrote it: remove it by hand, or take back what was changed", path);
    if (owner == Owner::foreign)
        refuse("{}: was not written by safecancel: remove or rename it by hand", path);
}

bool write_drop_in(const std::string &path, const std::string &text)
{
    const Owner owner = owner_of(path);
    check_owner(path, owner);
    if (owner == Owner::ours && content_of(path) == text)
        return false;
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error)
        fail("{}: {}", fs::path(path).parent_path().string(), error.message());
    replace(path, text);
    return true;
}

void remove_drop_in(const std::string &path)
{
    if (unlink(path.c_str()) != 0)
        fail("{}: {}", path, strerror(errno));
    rmdir(fs::path(path).parent_path().c_str()); /* stays if something else is in it */
}

} // namespace safecancel::tool
