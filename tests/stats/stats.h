/* SPDX-License-Identifier: MIT */
/* The program that counts, and its page as the preloaded object left it. */
#ifndef SAFECANCEL_TESTS_STATS_STATS_H
#define SAFECANCEL_TESTS_STATS_STATS_H

#include <filesystem>
#include <string>
#include <vector>

#include "child.h"
#include "stats_page.h"

namespace safecancel {

/* An empty directory for pages and traces; removed with all it holds. */
class Place {
public:
    Place();
    ~Place();
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

    const std::filesystem::path &path() const { return path_; }
    std::string file(const std::string &name) const { return (path_ / name).string(); }

    /* Names of what is in it, sorted. */
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

/* `counted` under the shim, which must be armed; pages go to `place`. */
Command counted(const Place &place, const std::vector<std::string> &arguments);

/* The same, which shares its page. */
Command sharing(const Place &place, const std::vector<std::string> &arguments);

Command with(Command command, const std::string &variable);

/*
 * `program`, which becomes the process of a shell that first runs `script`, in which
 * $PAGE is where the page will be.  Nothing is preloaded into the shell.
 */
Command after(const std::string &script, const Command &program, const Place &place);

std::string content_of(const std::string &file);
std::vector<std::string> lines_of(const std::string &text);

/* The page that process `pid` left in `place`, checked for its format; and one of its rows. */
sc_stats_page page_of(const Place &place, long pid);
sc_stats_point point_of(const sc_stats_page &page, const std::string &name);

/* The only page in `place`. */
sc_stats_page only_page(const Place &place);

/* Counted together, over all rows; and in how many rows. */
sc_stats_point total_of(const sc_stats_page &page);

} // namespace safecancel

#endif
