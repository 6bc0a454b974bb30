/* SPDX-License-Identifier: MIT */
/*
 * Reads statistics pages (shim/stats_page.h): of files that processes share, or
 * left behind, and out of the memory of a living process.  Nothing in a page is
 * believed that was not checked: other users' programs write them.
 */
#ifndef SAFECANCEL_STATS_PAGE_READER_H
#define SAFECANCEL_STATS_PAGE_READER_H

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace safecancel::tool {

struct PointCounts {
    std::string name;
    uint64_t acted_before = 0, acted_blocked = 0, kept = 0, failed = 0;

    bool any() const { return (acted_before | acted_blocked | kept | failed) != 0; }
};

enum class Level { unarmed, full, points_only, off };

/* "full", "points only", "off", "not armed yet". */
const char *name_of(Level level);

/* Whether the process of a page is there. */
enum class Life {
    running,
    left,  /* it is gone without having run its exit handlers: crashed, killed, or _exit */
    ended, /* it is gone in good order, but was not allowed to remove its file */
};

struct Statistics {
    pid_t pid = 0;
    Life life = Life::running;
    Level level = Level::unarmed;
    std::string reason, version, program;
    std::string machine;    /* "x86_64", "i386", "aarch64" */
    std::string file;       /* empty: read out of the process's memory */
    std::string object;     /* the preloaded object's path, if read out of memory */
    uint64_t armed = 0;     /* ns of CLOCK_REALTIME; 0: not yet */
    uint64_t requests = 0, raised_again = 0;
    std::vector<PointCounts> points; /* all there are, also those with nothing counted */

    PointCounts total() const;
};

/*
 * Of the process `pid`: its file in `directory`, or its memory.  Throws Refusal:
 * no such process and no file of it, another user's, a page that is damaged or of
 * another version, no permission to read its memory.  No value: the process is
 * there, and the object is not loaded in it.
 */
std::optional<Statistics> statistics_of(pid_t pid, const std::string &directory);

/* Out of its memory alone; as above. */
std::optional<Statistics> statistics_in_memory(pid_t pid);

/* A page file: throws Refusal if it is none, or not to be read. */
Statistics statistics_in_file(const std::string &path);

/* The files in `directory` that are named as pages are and belong to this user (root: to anybody), by process. */
std::vector<std::string> page_files(const std::string &directory);

/* SAFECANCEL_STATS_DIR, or where pages are without it. */
std::string page_directory();

} // namespace safecancel::tool

#endif
