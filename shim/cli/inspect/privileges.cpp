/* SPDX-License-Identifier: MIT */
#include "privileges.h"

#include <grp.h>
#include <pwd.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <fmt/format.h>

namespace safecancel::inspect {
namespace {

std::string user_name(uid_t user)
{
    const struct passwd *entry = getpwuid(user);
    return entry != nullptr ? entry->pw_name : fmt::format("{}", user);
}

std::string group_name(gid_t group)
{
    const struct group *entry = getgrgid(group);
    return entry != nullptr ? entry->gr_name : fmt::format("{}", group);
}

bool has_capabilities(const FileSource &file)
{
    return fgetxattr(file.descriptor(), "security.capability", nullptr, 0) > 0;
}

bool grants_nothing(const FileSource &file)
{
    struct statvfs system;
    return fstatvfs(file.descriptor(), &system) == 0 && (system.f_flag & ST_NOSUID) != 0;
}

} // namespace

/* As the kernel decides AT_SECURE (security/commoncap.c): by what differs from the real IDs. */
Privileges privileges_of(const FileSource &file)
{
    const struct stat &status = file.status();
    Privileges privileges;
    /* Without execution by the group the other bit means something else. */
    const bool group = (status.st_mode & S_ISGID) != 0 && (status.st_mode & S_IXGRP) != 0;
    bool same = false;
    if ((status.st_mode & S_ISUID) != 0) {
        privileges.what = "set-user-ID " + user_name(status.st_uid);
        same = status.st_uid == getuid();
    }
    if (group && (privileges.what.empty() || same)) {
        privileges.what = "set-group-ID " + group_name(status.st_gid);
        same = status.st_gid == getgid();
    }
    if ((privileges.what.empty() || same) && has_capabilities(file)) {
        privileges.what = "file capabilities";
        same = getuid() == 0;
    }
    if (privileges.what.empty())
        return privileges;
    if (grants_nothing(file))
        privileges.why_not = "its file system is mounted nosuid";
    else if (same)
        privileges.why_not = "you have them already; others gain them";
    privileges.gained = privileges.why_not.empty();
    return privileges;
}

} // namespace safecancel::inspect
