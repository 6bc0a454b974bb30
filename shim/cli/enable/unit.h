/* SPDX-License-Identifier: MIT */
/*
 * Services of systemd, as their files say: which file a name means, and what is
 * set in it and in its drop-ins.  The files are what counts after `systemctl
 * daemon-reload`; systemd itself need not run, nor be there.
 */
#ifndef SAFECANCEL_ENABLE_UNIT_H
#define SAFECANCEL_ENABLE_UNIT_H

#include <string>
#include <string_view>
#include <vector>

namespace safecancel::tool {

/* Where our drop-in is called so, in /etc/systemd/system/UNIT.d. */
inline constexpr char drop_in_name[] = "safecancel.conf";

struct Unit {
    std::string name;     /* with .service; of an alias, the unit's own */
    std::string asked;    /* as it was given, with .service */
    std::string fragment; /* its file, below the root */
    bool is_template() const { return name.find("@.") != name.npos; }
};

/*
 * `name` may lack ".service".  `root`: a directory that is / to the unit; "" for
 * the system's own.  Throws Refusal for what is no name of a service, for one that
 * has no file, and for a masked one.
 */
Unit find_unit(const std::string &root, const std::string &name);

/* As find_unit, but a unit whose file is gone is given too: what was enabled can be disabled. */
Unit find_unit_or_remains(const std::string &root, const std::string &name);

/* Path of our drop-in for it, below the root. */
std::string drop_in_path(const std::string &root, const Unit &unit);

/* One assignment in section [Service], in the order in which systemd reads them. */
struct Setting {
    std::string key, value, file;
};

/* Of the unit's file and all its drop-ins but ours. */
std::vector<Setting> read_settings(const std::string &root, const Unit &unit);

/* The settings of `key` that hold: an empty one takes back those before it. */
std::vector<Setting> holding(const std::vector<Setting> &settings, std::string_view key);

/* The last value of a key that has one; "" if there is none. */
std::string last_value(const std::vector<Setting> &settings, std::string_view key);

/* The words of a value, as systemd takes quotation marks and backslashes; specifiers (%) are left as they are. */
std::vector<std::string> words_of(std::string_view value);

} // namespace safecancel::tool

#endif
