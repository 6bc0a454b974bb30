/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "library_search.h"
#include "point_table.h"
#include "proc_files.h"
#include "refusal.h"

namespace safecancel::inspect {
namespace {

using tool::refuse;

unsigned number(const std::string &text)
{
    return static_cast<unsigned>(strtoul(text.c_str(), nullptr, 10));
}

std::string owner_of(unsigned user)
{
    const struct passwd *entry = getpwuid(user);
    return entry != nullptr ? entry->pw_name : fmt::format("user {}", user);
}

/* Refuses what has no program to look at. */
void check_state(const ProcFiles &files, const Process &process)
{
    const std::string state = files.status("State"), group = files.status("Tgid");
    if (group != fmt::format("{}", process.pid))
        refuse("{}: is a thread of process {}: inspect that", process.pid, group);
    if (state.rfind('Z', 0) == 0 || state.rfind('X', 0) == 0)
        refuse("{} ({}): is a zombie: it has ended, and its parent has not noticed", process.pid, process.name);
    if (files.status("Kthread") == "1" || files.status("VmSize").empty())
        refuse("{} ({}): is a thread of the kernel: it has no program", process.pid, process.name);
}

[[noreturn]] void refuse_others(const Process &process, int error)
{
    if ((error == EACCES || error == EPERM) && geteuid() == 0)
        refuse("{} ({}): this system does not let even root look into it", process.pid, process.name);
    if (error == EACCES || error == EPERM)
        refuse("{} ({}): of {}: look as that user, or as root", process.pid, process.name, owner_of(process.user));
    refuse("{} ({}): {}: it has ended meanwhile", process.pid, process.name, strerror(error));
}

void read_environment(const ProcFiles &files, Process &process)
{
    const auto environment = files.text("environ");
    const std::string name = "LD_PRELOAD=";
    if (!environment)
        return;
    const std::string all = '\0' + *environment;
    const size_t at = all.find('\0' + name);
    if (at != all.npos)
        process.preload = std::string(all.c_str() + at + 1 + name.size());
}

/* One object of the process; a file that is none of ELF is none. */
void add_object(const ProcFiles &files, const Mapping &mapping, Process &process)
{
    Object object;
    object.path = mapping.path;
    object.name = last_part(mapping.path);
    const bool program = mapping.path == process.exe;
    object.from = program ? "program" : "mapped";
    object.direct = true;
    if (mapping.deleted)
        process.deleted.push_back(mapping.path);
    const Descriptor place = program ? files.open("exe", O_PATH) : files.open_mapped(mapping);
    if (!place) {
        process.loaded.not_read.push_back({mapping.path, mapping.deleted ? "was deleted or replaced" : strerror(errno), {}});
        object.ours = object.name == "libsafecancel.so";
        if (object.ours)
            process.loaded.objects.push_back(std::move(object));
        return;
    }
    try {
        const FileSource file(place);
        object.elf = read_elf(file, is_wanted);
        object.ours = object.elf.soname == "libsafecancel.so";
        if (object.is_libc())
            process.loaded.glibc = glibc_version(file);
        process.loaded.objects.push_back(std::move(object));
    } catch (const Unusable &unusable) {
        if (program)
            refuse("{} ({}): its program {}", process.pid, process.name, unusable.why);
        process.loaded.not_read.push_back({mapping.path, unusable.why, {}});
    }
}

/* As the loader looks names up, as far as it can be told: what LD_PRELOAD names first, and libc last. */
void put_in_order(Process &process)
{
    std::vector<std::string> preloads;
    for (const std::string &name : split(process.preload.value_or(""), " :"))
        preloads.push_back(last_part(name));
    const auto place = [&](const Object &object) {
        if (object.from == "program")
            return size_t(0);
        const auto at = std::find(preloads.begin(), preloads.end(), object.name);
        if (at != preloads.end())
            return size_t(at - preloads.begin()) + 1;
        return preloads.size() + (object.ours ? 1 : object.is_libc_family() ? 3 : 2);
    };
    std::stable_sort(process.loaded.objects.begin(), process.loaded.objects.end(),
                     [&](const Object &one, const Object &other) { return place(one) < place(other); });
    for (Object &object : process.loaded.objects)
        if (object.from == "mapped" && std::find(preloads.begin(), preloads.end(), object.name) != preloads.end())
            object.from = "LD_PRELOAD";
}

} // namespace

Process read_process(long pid)
{
    const ProcFiles files(pid), own(getpid());
    Process process;
    process.pid = pid;
    process.name = files.status("Name");
    process.user = number(files.status("Uid"));
    check_state(files, process);
    process.threads = number(files.status("Threads"));
    process.seccomp = number(files.status("Seccomp"));
    process.no_new_privileges = files.status("NoNewPrivs") == "1";
    const auto exe = files.link("exe");
    if (!exe)
        refuse_others(process, errno);
    const size_t suffix = exe->rfind(" (deleted)");
    process.exe_deleted = suffix != exe->npos && suffix + 10 == exe->size();
    process.exe = process.exe_deleted ? exe->substr(0, suffix) : *exe;
    const auto mappings = files.mappings();
    if (!mappings)
        refuse_others(process, errno);
    process.other_root = files.link("ns/mnt") != own.link("ns/mnt") || files.link("root") != own.link("root");
    read_environment(files, process);
    for (const Mapping &mapping : *mappings)
        add_object(files, mapping, process);
    put_in_order(process);
    if (process.loaded.objects.empty() || process.loaded.objects[0].from != "program")
        refuse("{} ({}): its program {} is not mapped: it ends or starts just now", pid, process.name, process.exe);
    return process;
}

} // namespace safecancel::inspect
