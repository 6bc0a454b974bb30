/* SPDX-License-Identifier: MIT */
#include "verdict.h"

#include <elf.h>

#include <algorithm>

#include <fmt/format.h>

namespace safecancel::inspect {
namespace {

bool is_other_libc(const std::string &interpreter)
{
    return last_part(interpreter).rfind("ld-linux", 0) != 0 && last_part(interpreter).rfind("ld64.so", 0) != 0;
}

/* Why nothing can be preloaded; empty: it can. */
std::string obstacle(const Evidence &evidence)
{
    const ElfFile &elf = evidence.elf;
    const Linkage linkage = linkage_of(elf);
    const bool preloaded = std::any_of(evidence.loaded.objects.begin(), evidence.loaded.objects.end(),
                                       [](const Object &object) { return object.ours; });
    if (!is_supported(elf.kind))
        return fmt::format("cannot be preloaded: safecancel is not made for {}", name_of(elf.kind));
    if (linkage == Linkage::fixed || linkage == Linkage::fixed_pie)
        return fmt::format("{}{}", elf.go ? "Go program: does not use libc's calls; and " : "cannot be preloaded: ",
                           name_of(linkage));
    if (linkage == Linkage::loader)
        return "the loader itself: inspect the program that it runs";
    if (!elf.interpreter.empty() && is_other_libc(elf.interpreter))
        return fmt::format("cannot be preloaded: for another C library ({})", elf.interpreter);
    if (evidence.interpreter_missing)
        return fmt::format("cannot be run here: its interpreter {} is missing", elf.interpreter);
    if (evidence.privileges.gained && !preloaded)
        return fmt::format("runs with privileges ({}): the loader preloads nothing", evidence.privileges.what);
    if (evidence.shim.machine != 0 && !(evidence.shim == elf.kind) && !evidence.shims_for_others)
        return fmt::format("cannot be preloaded: {}, and safecancel here is for {}", name_of(elf.kind),
                           name_of(evidence.shim));
    if (const std::string other = other_canceller(evidence.loaded); !other.empty())
        return fmt::format("stands aside: {}, which comes after, defines pthread_cancel", other);
    return {};
}

std::string points_covered(const Coverage &coverage)
{
    const size_t covered = coverage.count(Way::thunk) + coverage.count(Way::window);
    const size_t left = coverage.count(Way::uncovered);
    return fmt::format("{} point{} covered{}", covered, covered == 1 ? "" : "s",
                       left == 0 ? std::string() : fmt::format(", {} not", left));
}

/* The object that imports `function`, the nearest to the program; null: none does, or weakly only. */
const Object *importer(const Loaded &loaded, std::string_view function, bool weak)
{
    for (const bool direct : {true, false})
        for (const Object &object : loaded.objects)
            if (object.direct == direct && !object.ours && !object.is_libc_family() && !object.is_sanitizer() &&
                object.imports(function) && (weak || !object.imports_weakly(function)))
                return &object;
    return nullptr;
}

const Object *importer_of_header(const Evidence &evidence)
{
    for (const ThreadFunction &function : evidence.coverage.threads)
        if (is_own_function(function.name))
            return importer(evidence.loaded, function.name, true);
    return nullptr;
}

/* "imports X", or "libfoo.so imports X" where that is not the program. */
std::string imports(const Evidence &evidence, const Object &object, const char *what)
{
    return &object == &evidence.loaded.objects[0] ? fmt::format("imports {}", what)
                                                  : fmt::format("{} imports {}", object.name, what);
}

std::string missing(const Loaded &loaded)
{
    if (loaded.not_found.empty() && loaded.not_read.empty())
        return {};
    const Problem &first = loaded.not_found.empty() ? loaded.not_read[0] : loaded.not_found[0];
    const size_t more = loaded.not_found.size() + loaded.not_read.size() - 1;
    return fmt::format("; {}{} {}", first.name, more == 0 ? "" : fmt::format(" and {} more", more),
                       loaded.not_found.empty() ? "cannot be used" : more == 0 ? "was not found" : "were not found");
}

Verdict nothing_cancels(const Evidence &evidence)
{
    const bool opens = importer(evidence.loaded, "dlopen", true) != nullptr ||
                       importer(evidence.loaded, "dlmopen", true) != nullptr;
    std::string line = evidence.elf.go ? "Go program: does not use libc's calls" : "never cancels threads: nothing to help";
    if (opens)
        line += " (it may still through dlopen)";
    return {false, line + missing(evidence.loaded)};
}

} // namespace

Linkage linkage_of(const ElfFile &elf)
{
    if (!elf.readable || !elf.interpreter.empty())
        return Linkage::dynamic;
    if (!elf.dynamic || elf.type == ET_EXEC)
        return Linkage::fixed;
    if (elf.soname.rfind("ld-linux", 0) == 0 || elf.soname.rfind("ld64.so", 0) == 0)
        return Linkage::loader;
    return elf.pie ? Linkage::fixed_pie : Linkage::library;
}

const char *name_of(Linkage linkage)
{
    switch (linkage) {
    case Linkage::fixed:
        return "static";
    case Linkage::fixed_pie:
        return "static-pie";
    case Linkage::library:
        return "a shared library";
    case Linkage::loader:
        return "the loader";
    case Linkage::dynamic:
        break;
    }
    return "dynamic";
}

Verdict verdict_of(const Evidence &evidence)
{
    if (const std::string line = obstacle(evidence); !line.empty())
        return {false, line};
    const std::string points = points_covered(evidence.coverage), but = missing(evidence.loaded);
    const bool library = linkage_of(evidence.elf) == Linkage::library;
    if (const Object *object = importer(evidence.loaded, "pthread_cancel", false)) {
        const std::string why = imports(evidence, *object, "pthread_cancel");
        if (library)
            return {true, fmt::format("will help what loads it: cancels threads ({}), {}{}", why, points, but)};
        if (object->direct)
            return {true, fmt::format("will help: cancels threads ({}), {}{}", why, points, but)};
        return {true, fmt::format("may help: {} ({}), {}{}", why, object->from, points, but)};
    }
    if (const Object *object = importer_of_header(evidence))
        return {true, fmt::format("will help: asks for errors ({}), {}{}", imports(evidence, *object, "safecancel_v1_..."),
                                  points, but)};
    if (const Object *object = importer(evidence.loaded, "pthread_cancel", true))
        return {true, fmt::format("may help: {} weakly, {}{}", imports(evidence, *object, "pthread_cancel"), points, but)};
    return nothing_cancels(evidence);
}

} // namespace safecancel::inspect
