/* SPDX-License-Identifier: MIT */
#include "library_search.h"

#include <elf.h>
#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "point_table.h"

namespace safecancel::inspect {
namespace {

namespace fs = std::filesystem;

/* The loader's own paths in an object are not limited; more of them than this is no program. */
constexpr size_t most_directories = 256;

std::string directory_of(const std::string &path)
{
    std::error_code ignored;
    const fs::path whole = fs::absolute(path, ignored);
    return whole.has_parent_path() ? whole.parent_path().string() : ".";
}

/*
 * The loader has its name for $LIB built in: it is the directory that it lies
 * in itself, once links are followed, without a leading /usr.
 */
std::string lib_of(const std::string &interpreter, const Kind &kind)
{
    std::error_code missing;
    std::string directory = fs::canonical(interpreter, missing).parent_path().string();
    if (missing || directory.size() < 2)
        return kind.elf_class == ELFCLASS64 ? "lib64" : "lib";
    if (directory.rfind("/usr/", 0) == 0)
        directory = directory.substr(4);
    return directory.substr(1);
}

const char *platform_of(const Kind &kind)
{
    return kind.machine == EM_386 ? "i686" : kind.machine == EM_AARCH64 ? "aarch64" : "x86_64";
}

LdCache cache_of(const std::string &file)
{
    const Descriptor place(open(file.c_str(), O_PATH | O_CLOEXEC));
    if (!place)
        return {};
    try {
        return read_ld_cache(FileSource(place));
    } catch (const Unusable &) {
        return {}; /* as the loader does */
    }
}

/* Replaces `token` in either form, $LIB or ${LIB}. */
void replace(std::string &path, const std::string &token, const std::string &text)
{
    for (const std::string &form : {"${" + token + "}", "$" + token})
        for (size_t at = 0; (at = path.find(form, at)) != path.npos && path.size() < 4096; at += text.size())
            path.replace(at, form.size(), text);
}

} // namespace

std::vector<std::string> split(std::string_view text, std::string_view separators)
{
    std::vector<std::string> parts;
    for (;;) {
        const size_t end = text.find_first_of(separators);
        parts.emplace_back(text.substr(0, end));
        if (end == text.npos || parts.size() > most_directories)
            return parts;
        text.remove_prefix(end + 1);
    }
}

LibrarySearch::LibrarySearch(const std::string &program, const ElfFile &elf, const Surroundings &surroundings)
    : kind_(elf.kind), lib_(lib_of(elf.interpreter, elf.kind)), cache_(cache_of(surroundings.cache_file))
{
    if (!surroundings.privileged && !surroundings.ld_library_path.empty())
        for (const std::string &directory : split(surroundings.ld_library_path, ":;"))
            library_path_.push_back(directory.empty() ? "." : expand(directory, program));
    default_directories_ = {"/" + lib_, "/usr/" + lib_};
    if (kind_.elf_class == ELFCLASS64)
        default_directories_.insert(default_directories_.end(), {"/lib64", "/usr/lib64"});
    default_directories_.insert(default_directories_.end(), {"/lib", "/usr/lib"});
}

std::string LibrarySearch::expand(std::string_view path, const std::string &object) const
{
    std::string expanded(path);
    if (expanded.find('$') == expanded.npos)
        return expanded;
    replace(expanded, "ORIGIN", directory_of(object));
    replace(expanded, "LIB", lib_);
    replace(expanded, "PLATFORM", platform_of(kind_));
    return expanded;
}

/* In the loader's order.  A DT_RUNPATH is for what its object needs itself, and hides the DT_RPATHs of all. */
std::vector<std::string> LibrarySearch::directories(const std::vector<const Object *> &parents) const
{
    std::vector<std::string> found;
    const auto add = [&](const std::string &paths, const std::string &object) {
        if (!paths.empty())
            for (const std::string &path : split(paths, ":"))
                found.push_back(path.empty() ? "." : expand(path, object));
    };
    const bool has_runpath = !parents.empty() && !parents[0]->elf.runpath.empty();
    if (!has_runpath)
        for (const Object *parent : parents)
            if (parent->elf.runpath.empty())
                add(parent->elf.rpath, parent->path);
    found.insert(found.end(), library_path_.begin(), library_path_.end());
    if (has_runpath)
        add(parents[0]->elf.runpath, parents[0]->path);
    return found;
}

std::optional<Found> LibrarySearch::try_file(const std::string &path, std::string &problem)
{
    if (++opened_ > most_opened)
        throw Unusable{"it names more libraries and directories than any program does"};
    const Descriptor place(open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place) {
        if (errno != ENOENT && errno != ENOTDIR)
            problem = path + ": " + strerror(errno);
        return {};
    }
    try {
        FileSource file(place);
        ElfFile elf = read_elf(file, is_wanted);
        if (elf.kind == kind_ && elf.type == ET_DYN)
            return Found{path, std::move(file), std::move(elf)};
        if (problem.empty())
            problem = path + " is for another architecture (" + name_of(elf.kind) + ")";
    } catch (const Unusable &unusable) {
        problem = path + " " + unusable.why;
    }
    return {};
}

std::optional<Found> LibrarySearch::find(const std::string &name, const std::vector<const Object *> &parents,
                                         std::string &problem)
{
    if (++opened_ > most_opened)
        throw Unusable{"it names more libraries than any program does"};
    if (name.find('/') != name.npos)
        return try_file(expand(name, parents.empty() ? "" : parents[0]->path), problem);
    std::vector<std::string> paths;
    for (const std::string &directory : directories(parents))
        paths.push_back(directory + "/" + name);
    const bool defaults = parents.empty() || !parents[0]->elf.no_default_libraries;
    if (const auto cached = cache_.find(name); defaults && cached != cache_.end())
        paths.insert(paths.end(), cached->second.begin(), cached->second.end());
    if (defaults)
        for (const std::string &directory : default_directories_)
            paths.push_back(directory + "/" + name);
    for (const std::string &path : paths)
        if (auto found = try_file(path, problem))
            return found;
    return {};
}

} // namespace safecancel::inspect
