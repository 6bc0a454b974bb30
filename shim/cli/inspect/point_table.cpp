/* SPDX-License-Identifier: MIT */
#include "point_table.h"

#include <elf.h>

#include <array>
#include <cstdio>
#include <unordered_map>
#include <vector>

#include "row_table.h"

namespace safecancel::inspect {
namespace {

/* The reasons of not_wrapped.def say what becomes of a point. */
constexpr Way way_of(std::string_view reason)
{
    const auto has = [&](std::string_view words) { return reason.find(words) != reason.npos; };
    if (has("left to libc's windows") || has("left to that window") || has("where every point of libc's goes through one window"))
        return Way::window;
    if (has("no cancellation point") || has("always fails") || has("makes no system call") ||
        has("the loader's own calls have no window"))
        return Way::no_point;
    if (has("no program can link to it"))
        return Way::uncovered;
    throw "a reason in not_wrapped.def that is not known here: say above what becomes of the point";
}

struct Left {
    std::string_view name, reason;
    Way way;
};

constexpr Left left_points[] = {
#define SC_NOT_WRAPPED(name, reason) {#name, reason, way_of(reason)},
#include "not_wrapped.def"
};

struct Alias {
    std::string_view name, point;
};

constexpr Alias aliases[] = {
#define SC_ALIAS(name, point) {#name, #point},
#include "aliases.def"
#undef SC_ALIAS
};

using Names = std::unordered_map<std::string_view, const Left *>;

const Names &left_names()
{
    static const Names names = [] {
        Names made;
        for (const Left &left : left_points)
            made.emplace(left.name, &left);
        for (const Alias &alias : aliases)
            if (made.count(alias.point) != 0)
                made.emplace(alias.name, made.at(alias.point));
        return made;
    }();
    return names;
}

using Rows = std::unordered_map<std::string_view, Row>;

Rows by_name(const std::vector<Row> &rows)
{
    Rows made;
    for (const Row &row : rows)
        made.emplace(row.name, row);
    return made;
}

const Rows &rows_of(const Kind &kind)
{
    static const Rows x86_64 = by_name(rows_of_x86_64()), i386 = by_name(rows_of_i386()),
                      aarch64 = by_name(rows_of_aarch64());
    return kind.machine == EM_386 ? i386 : kind.machine == EM_AARCH64 ? aarch64 : x86_64;
}

bool drop_front(std::string_view &text, std::string_view front)
{
    const bool has = text.size() > front.size() && text.substr(0, front.size()) == front;
    text.remove_prefix(has ? front.size() : 0);
    return has;
}

bool drop_back(std::string_view &text, std::string_view back)
{
    const bool has = text.size() > back.size() && text.substr(text.size() - back.size()) == back;
    text.remove_suffix(has ? back.size() : 0);
    return has;
}

/*
 * glibc exports one function of stdio under several names: __isoc99_fscanf,
 * __fprintf_chk, fread_unlocked, fopen64, _IO_getc, gethostbyname_r.  They reach
 * the same windows; rows have a line for each of theirs.
 */
const Left *find_left(std::string_view name)
{
    const Names &names = left_names();
    if (const auto found = names.find(name); found != names.end())
        return found->second;
    std::string_view base = name;
    bool other = drop_front(base, "__isoc99_") || drop_front(base, "__isoc23_") || drop_front(base, "_IO_") ||
                 drop_front(base, "__");
    for (const std::string_view back : {"_chk", "64", "_unlocked", "_r", "2"})
        other = drop_back(base, back) || other;
    const auto found = other ? names.find(base) : names.end();
    return found != names.end() && found->second->way == Way::window ? found->second : nullptr;
}

constexpr std::string_view thread_functions[] = {
    "pthread_cancel", "pthread_create", "pthread_kill", "pthread_setcancelstate", "pthread_setcanceltype",
    "thrd_create",    "thrd_detach",    "thrd_exit",    "thrd_join",              "thrd_sleep",
    "dlopen",         "dlmopen",        "dlsym",        "__asan_init"};

} // namespace

unsigned version_number(std::string_view version)
{
    unsigned major = 0, minor = 0;
    return sscanf(std::string(version).c_str(), "%3u.%3u", &major, &minor) == 2 ? major * 1000 + minor : 0;
}

std::optional<Point> find_point(const Kind &kind, unsigned glibc, std::string_view name)
{
    constexpr unsigned getrandom_in_vdso = 2041, timed_as_asked = 2034;
    const Rows &rows = rows_of(kind);
    if (const auto found = rows.find(name); found != rows.end() && found->second.point) {
        if (found->second.to_libc)
            return Point{Way::window, "libc makes another call of it on this architecture: left to libc's windows", name};
        if (found->second.timed && glibc != 0 && glibc < timed_as_asked)
            return Point{Way::window, "before glibc 2.34 libc makes other calls of it: left to libc's windows", name};
        if (name == "getrandom" && glibc >= getrandom_in_vdso)
            return Point{Way::no_point, "no cancellation point in glibc from 2.41 on, which answers it without a system call", name};
        return Point{Way::thunk, {}, name};
    }
    const Left *left = find_left(name);
    if (left == nullptr)
        return {};
    return Point{left->way, left->reason, left->name};
}

bool is_supported(const Kind &kind)
{
    return kind.order == ELFDATA2LSB && ((kind.machine == EM_X86_64 && kind.elf_class == ELFCLASS64) ||
                                         (kind.machine == EM_386 && kind.elf_class == ELFCLASS32) ||
                                         (kind.machine == EM_AARCH64 && kind.elf_class == ELFCLASS64));
}

bool is_of_threads(std::string_view name)
{
    for (const std::string_view function : thread_functions)
        if (function == name)
            return true;
    return false;
}

bool is_own_function(std::string_view name)
{
    return name.substr(0, 14) == "safecancel_v1_";
}

bool is_wanted(std::string_view name)
{
    static const Rows &rows = rows_of(Kind{});
    return rows.count(name) != 0 || is_of_threads(name) || is_own_function(name) || find_left(name) != nullptr;
}

} // namespace safecancel::inspect
