/* SPDX-License-Identifier: MIT */
#include "coverage.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace safecancel::inspect {
namespace {

/* The position of our object in the order of look-up: where it is, or would be. */
size_t own_place(const std::vector<Object> &objects)
{
    size_t place = 1;
    for (size_t i = 0; i < objects.size(); ++i) {
        if (objects[i].ours)
            return i;
        if (objects[i].from == "LD_PRELOAD")
            place = i + 1;
    }
    return place;
}

bool libc_defines(const Loaded &loaded, const std::string &name)
{
    for (const Object &object : loaded.objects)
        if (object.is_libc_family() && object.exports(name))
            return true;
    return false;
}

/*
 * Who defines `name` besides us and libc, and whether before us: then its callers
 * do not come by us, unless that object calls on.  Sanitizers do.
 */
const Object *other_definition(const Loaded &loaded, size_t own, const std::string &name, bool &before)
{
    for (size_t i = 0; i < loaded.objects.size(); ++i) {
        const Object &object = loaded.objects[i];
        before = i < own;
        if (object.ours || object.is_sanitizer() || !object.exports(name))
            continue;
        return object.is_libc_family() ? nullptr : &object;
    }
    return nullptr;
}

/* What another object's definition makes of a point. */
void judge_others(const Loaded &loaded, size_t own, ImportedPoint &point)
{
    bool before = false;
    const Object *other = other_definition(loaded, own, point.name, before);
    if (other == nullptr || point.way == Way::no_point)
        return;
    point.way = Way::uncovered;
    point.reason = before ? fmt::format("{} defines it before ours: what that calls is not known", other->name)
                          : fmt::format("chained: left to {}, which comes after ours", other->name);
}

using Importers = std::map<std::string, std::vector<const Object *>>;

Importers importers_of(const Loaded &loaded)
{
    Importers importers;
    for (const Object &object : loaded.objects) {
        if (object.ours || object.is_libc_family() || (object.is_sanitizer() && object.from != "program"))
            continue;
        for (const Symbol &symbol : object.elf.imports)
            importers[symbol.name].push_back(&object);
    }
    return importers;
}

ThreadFunction thread_function(const std::string &name, const std::vector<const Object *> &importers)
{
    ThreadFunction function{name, {}, {}};
    for (const Object *object : importers)
        (object->imports_weakly(name) ? function.weak_importers : function.importers).push_back(object->name);
    return function;
}

} // namespace

size_t Coverage::count(Way way) const
{
    return static_cast<size_t>(
        std::count_if(points.begin(), points.end(), [&](const ImportedPoint &point) { return point.way == way; }));
}

const ThreadFunction *Coverage::function(std::string_view name) const
{
    for (const ThreadFunction &one : threads)
        if (one.name == name)
            return &one;
    return nullptr;
}

std::string other_canceller(const Loaded &loaded)
{
    bool before = false;
    const Object *other = other_definition(loaded, own_place(loaded.objects), "pthread_cancel", before);
    return other != nullptr && !before ? other->name : std::string();
}

Coverage coverage_of(const Loaded &loaded)
{
    Coverage coverage;
    const size_t own = own_place(loaded.objects);
    const unsigned glibc = version_number(loaded.glibc);
    const bool libc_known = std::any_of(loaded.objects.begin(), loaded.objects.end(),
                                        [](const Object &object) { return object.is_libc(); });
    for (const auto &[name, importers] : importers_of(loaded)) {
        if (is_of_threads(name) || is_own_function(name))
            coverage.threads.push_back(thread_function(name, importers));
        const auto point = find_point(loaded.objects[0].elf.kind, glibc, name);
        if (!point || (libc_known && !libc_defines(loaded, name)))
            continue; /* a function of the program's own libraries that is only called so */
        ImportedPoint imported{name, std::string(point->as), std::string(point->reason), point->way, {}};
        for (const Object *object : importers)
            imported.importers.push_back(object->name);
        judge_others(loaded, own, imported);
        coverage.points.push_back(std::move(imported));
    }
    return coverage;
}

} // namespace safecancel::inspect
