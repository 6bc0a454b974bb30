/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "refusal.h"

namespace safecancel::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".service";

/* systemd's directories, the one that wins first (systemd.unit(5)). */
constexpr const char *directories[] = {
    "/etc/systemd/system",     "/run/systemd/system",           "/run/systemd/generator", "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system", "/lib/systemd/system", "/run/systemd/generator.late"};

std::string full_name(const std::string &given)
{
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:-_.\\@";
    const size_t dot = given.rfind('.');
    const std::string last = dot == given.npos ? "" : given.substr(dot);
    for (const char *other : {".socket", ".timer", ".target", ".mount", ".path", ".slice", ".scope", ".swap", ".device",
                              ".automount"})
        if (last == other)
            refuse("{}: is no service: nothing is run by it: name a .service", given);
    const std::string name = given.ends_with(suffix) ? given : given + std::string(suffix);
    if (given.empty() || name == suffix || name.front() == '@' || name.size() > 255 || name.find_first_not_of(allowed) != name.npos)
        refuse("'{}': is no name of a unit: name one that `systemctl list-units` shows, or `systemd-escape` makes", given);
    return name;
}

/* foo@bar.service is made from foo@.service; "" for what is no instance. */
std::string template_of(const std::string &name)
{
    const size_t at = name.find('@');
    return at == name.npos || name.substr(at + 1) == suffix ? "" : name.substr(0, at + 1) + std::string(suffix);
}

bool there(const std::string &path)
{
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found && !error;
}

/* The file that a name stands for; "" if there is none. */
std::string find_file(const std::string &root, const std::string &name)
{
    for (const char *directory : directories)
        if (const std::string path = root + directory + "/" + name; there(path))
            return path;
    return "";
}

/* What a link in one of the directories names, if it is another unit's file: an alias. */
std::string alias_target(const std::string &path, const std::string &name)
{
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (error)
        return "";
    const std::string last = target.filename().string();
    return last.ends_with(suffix) && last != name && last != template_of(name) ? last : "";
}

void refuse_masked(const std::string &path, const std::string &name)
{
    std::error_code error;
    if (fs::is_symlink(path, error) && fs::read_symlink(path, error) == "/dev/null")
        refuse("{}: is masked: systemctl unmask it first", name);
    if (fs::is_regular_file(path, error) && fs::file_size(path, error) == 0)
        refuse("{}: is masked by {}, which is empty: remove that first", name, path);
}

Unit find(const std::string &root, const std::string &given, bool remains)
{
    const std::string asked = full_name(given);
    std::string name = asked, path;
    for (int links = 0;; ++links) {
        path = find_file(root, name);
        if (path.empty() && !template_of(name).empty())
            path = find_file(root, template_of(name));
        const std::string target = path.empty() ? "" : alias_target(path, name);
        if (target.empty() || links == 8)
            break;
        /* foo@bar of a template that is an alias is the other template's bar. */
        const size_t at = name.find('@');
        name = target.find("@.") != target.npos && at != name.npos ? target.substr(0, target.find('@')) + name.substr(at) : target;
    }
    if (path.empty() && !remains)
        refuse("{}: no such unit{}: see systemctl list-unit-files", asked, root.empty() ? "" : " below " + root);
    if (!path.empty() && !remains)
        refuse_masked(path, asked);
    return {name, asked, path};
}

} // namespace

Unit find_unit(const std::string &root, const std::string &name)
{
    return find(root, name, false);
}

Unit find_unit_or_remains(const std::string &root, const std::string &name)
{
    return find(root, name, true);
}

std::string drop_in_path(const std::string &root, const Unit &unit)
{
    return root + "/etc/systemd/system/" + unit.name + ".d/" + drop_in_name;
}

} // namespace safecancel::tool
