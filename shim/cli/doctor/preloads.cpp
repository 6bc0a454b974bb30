/* SPDX-License-Identifier: MIT */
#include "preloads.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "places.h"
#include "refusal.h"
#include "run.h"

namespace safecancel::tool {
namespace {

using namespace std::chrono_literals;

constexpr char system_list[] = "/etc/ld.so.preload";
constexpr char separators[] = " :\t\n";

std::vector<std::string> entries(const std::string &list)
{
    std::vector<std::string> found;
    for (size_t begin = list.find_first_not_of(separators); begin != list.npos;) {
        const size_t end = list.find_first_of(separators, begin);
        found.push_back(list.substr(begin, end - begin));
        begin = list.find_first_not_of(separators, end);
    }
    return found;
}

bool is_same(const std::string &entry, const std::string &shim)
{
    std::error_code error;
    return entry == shim || entry == preload_name(shim) || std::filesystem::equivalent(entry, shim, error);
}

/* Separated as in LD_PRELOAD; glibc knows no comments in it. */
std::string read_system_list()
{
    std::ifstream file(system_list);
    std::ostringstream list;
    list << file.rdbuf();
    return list.str();
}

void check_given(const std::string &file)
{
    if (file.find_first_of(" :\t\n$") != file.npos)
        refuse("--preload {}: a path with a space, colon or $ cannot be preloaded: give it another name", file);
    if (file.find('/') == file.npos)
        return; /* the loader looks for it */
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        refuse("--preload {}: is no file that can be preloaded: name a shared object", file);
    if (access(file.c_str(), R_OK) != 0)
        refuse("--preload {}: {}: name a shared object", file, strerror(errno));
}

void append(std::string &list, const std::string &entry)
{
    list += (list.empty() ? "" : ":") + entry;
}

/* Two names of one object. */
bool names(const std::string &entry, const std::string &loaded)
{
    std::error_code error;
    return entry == loaded || std::filesystem::equivalent(entry, loaded, error) ||
           (entry.find('/') == entry.npos && std::filesystem::path(loaded).filename() == entry);
}

} // namespace

Preloads find_preloads(const std::string &shim, const std::vector<std::string> &given)
{
    Preloads preloads;
    const char *set = getenv("LD_PRELOAD");
    bool ours = false;
    for (const std::string &entry : entries(set == nullptr ? "" : set)) {
        if (is_same(entry, shim))
            ours = true;
        else
            preloads.others.push_back({entry, "LD_PRELOAD", ours});
        append(preloads.list, is_same(entry, shim) ? shim : entry);
    }
    if (!ours)
        append(preloads.list, shim); /* last, as the launcher has it */
    for (const std::string &file : given) {
        check_given(file);
        preloads.others.push_back({file, "--preload", true});
        append(preloads.list, file);
    }
    for (const std::string &entry : entries(read_system_list())) {
        if (is_same(entry, shim))
            preloads.system_wide = true;
        else
            preloads.others.push_back({entry, system_list, true});
    }
    return preloads;
}

void assign_points(Preloads &preloads, const std::vector<std::string> &points, const std::string &probe)
{
    std::vector<std::string> argv = {probe, "owners"};
    argv.insert(argv.end(), points.begin(), points.end());
    if (points.empty())
        return;
    std::istringstream words(run(argv, {"LD_PRELOAD=" + preloads.list}, 5000ms).out);
    for (std::string word, point, file; words >> word >> point >> file && word == "owner";) {
        bool known = false;
        for (Preload &other : preloads.others)
            if (!known && names(other.file, file)) {
                other.points.push_back(point);
                known = true;
            }
        if (!known)
            preloads.others.push_back({file, "loaded with another object", true, {point}});
    }
}

} // namespace safecancel::tool
