/* SPDX-License-Identifier: MIT */
/* Other preloaded objects: which there are, in what order, and which points would be left to them. */
#ifndef SAFECANCEL_DOCTOR_PRELOADS_H
#define SAFECANCEL_DOCTOR_PRELOADS_H

#include <string>
#include <vector>

namespace safecancel::tool {

struct Preload {
    std::string file;
    std::string from; /* "LD_PRELOAD", "/etc/ld.so.preload", "--preload" */
    bool after;       /* ours, in the loader's order */
    std::vector<std::string> points{}; /* that it defines after ours: they stay with it */
};

struct Preloads {
    std::string list{}; /* for LD_PRELOAD: all of them, and ours */
    bool system_wide = false; /* ours is in /etc/ld.so.preload */
    std::vector<Preload> others{};
};

/* `shim`: our object's path; `given`: of --preload, in order.  Throws Refusal if one of these cannot be preloaded. */
Preloads find_preloads(const std::string &shim, const std::vector<std::string> &given);

/* Finds out, in a process, which of the others has each of `points`. */
void assign_points(Preloads &preloads, const std::vector<std::string> &points, const std::string &probe);

} // namespace safecancel::tool

#endif
