/* SPDX-License-Identifier: MIT */
#include "resolve.h"

#include <fcntl.h>

#include <filesystem>
#include <set>

#include "library_search.h"
#include "point_table.h"

namespace safecancel::inspect {
namespace {

/* Breadth first, as the loader goes: the program, what is preloaded, then what each of them needs. */
class Walk {
public:
    Walk(const std::string &path, const ElfFile &program, const Surroundings &surroundings)
        : surroundings_(surroundings), search_(path, program, surroundings)
    {
        std::error_code missing;
        const auto real = std::filesystem::canonical(path, missing); /* $ORIGIN is where the file is, not a link to it */
        Object object;
        object.path = missing ? path : real.string();
        object.name = last_part(path);
        object.from = "program";
        object.direct = true;
        object.elf = program;
        loaded_.objects.push_back(std::move(object));
    }

    void preload();
    void follow();
    Loaded take() { return std::move(loaded_); }

private:
    void preload_list(const std::string &list, const std::string &from);
    void preload_one(const std::string &name, const std::string &from);
    void need(const std::string &name, size_t by);
    void add(Found found, const std::string &name, const std::string &from, size_t by);
    std::vector<const Object *> parents_of(size_t object) const;

    const Surroundings &surroundings_;
    LibrarySearch search_;
    Loaded loaded_;
    std::set<std::string> names_; /* as needed, or as they call themselves */
    std::set<std::pair<dev_t, ino_t>> files_;
};

std::vector<const Object *> Walk::parents_of(size_t object) const
{
    std::vector<const Object *> parents = {&loaded_.objects[object]};
    while (object != 0) {
        object = loaded_.objects[object].by;
        parents.push_back(&loaded_.objects[object]);
    }
    return parents;
}

void Walk::add(Found found, const std::string &name, const std::string &from, size_t by)
{
    names_.insert(name);
    if (!files_.emplace(found.file.status().st_dev, found.file.status().st_ino).second)
        return; /* under another name already */
    if (loaded_.objects.size() >= most_objects)
        throw Unusable{"it needs more libraries than any program does"};
    Object object;
    object.path = found.path;
    object.name = last_part(found.path);
    object.from = from;
    object.by = by;
    object.direct = by == 0;
    object.elf = std::move(found.elf);
    object.ours = object.elf.soname == "libsafecancel.so";
    if (!object.elf.soname.empty())
        names_.insert(object.elf.soname);
    if (object.is_libc())
        loaded_.glibc = glibc_version(found.file);
    loaded_.objects.push_back(std::move(object));
}

void Walk::preload_one(const std::string &name, const std::string &from)
{
    std::string problem;
    auto found = search_.find(name, {&loaded_.objects[0]}, problem);
    if (found)
        add(std::move(*found), name, from, 0);
    else
        loaded_.ignored.push_back({name, problem.empty() ? "was not found" : problem, from});
}

void Walk::preload_list(const std::string &list, const std::string &from)
{
    for (const std::string &name : split(list, " :\t\n"))
        if (!name.empty() && (from != "LD_PRELOAD" || last_part(name) != "libsafecancel.so")) /* which is put last */
            preload_one(name, from);
}

/* gcc's AddressSanitizer wants to be the first, and the launcher puts it there. */
void Walk::preload()
{
    for (const std::string &name : loaded_.objects[0].elf.needed)
        if (name.rfind("libasan.so.", 0) == 0) {
            preload_one(name, "put first by safecancel");
            break;
        }
    if (!surroundings_.privileged) {
        preload_list(surroundings_.ld_preload, "LD_PRELOAD");
        if (!surroundings_.shim.empty())
            preload_one(surroundings_.shim, "put last by safecancel");
    }
    const Descriptor place(open(surroundings_.preload_file.c_str(), O_PATH | O_CLOEXEC));
    if (!place)
        return;
    try {
        const auto bytes = FileSource(place).read(0, 64 << 10);
        preload_list(std::string(bytes.begin(), bytes.end()), surroundings_.preload_file);
    } catch (const Unusable &unusable) {
        loaded_.ignored.push_back({surroundings_.preload_file, unusable.why, {}});
    }
}

void Walk::need(const std::string &name, size_t by)
{
    if (names_.count(name) != 0)
        return;
    std::string problem;
    const std::string needer = loaded_.objects[by].name;
    auto found = search_.find(name, parents_of(by), problem);
    if (found) {
        add(std::move(*found), name, "needed by " + needer, by);
        return;
    }
    names_.insert(name);
    if (problem.empty())
        loaded_.not_found.push_back({name, "was not found", needer});
    else
        loaded_.not_read.push_back({name, problem, needer});
}

void Walk::follow()
{
    for (size_t i = 0; i < loaded_.objects.size(); ++i) {
        const std::vector<std::string> needed = loaded_.objects[i].elf.needed;
        for (const std::string &name : needed)
            need(name, i);
    }
}

} // namespace

Loaded resolve(const std::string &path, const ElfFile &program, const Surroundings &surroundings)
{
    Walk walk(path, program, surroundings);
    walk.preload();
    walk.follow();
    return walk.take();
}

} // namespace safecancel::inspect
