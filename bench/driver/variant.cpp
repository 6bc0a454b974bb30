/* SPDX-License-Identifier: MIT */
/* Finding the C libraries; see variant.h. */
#include "variant.h"

#include <fmt/core.h>
#include <sys/utsname.h>

#include <filesystem>

namespace safecancel::bench {

namespace {

namespace fs = std::filesystem;

std::string own_architecture()
{
    utsname name;
    uname(&name);
    return name.machine;
}

/* How to run a program with the libc of a root: its loader, told where its libraries are. */
std::vector<std::string> loader_of(const std::string &root, const std::string &architecture)
{
    const bool small = architecture == "i386";
    const char *name = small ? "ld-linux.so.2" : "ld-linux-x86-64.so.2";
    std::vector<std::string> directories;
    for (const char *directory : {small ? "i386-linux-gnu" : "x86_64-linux-gnu", small ? "../lib32" : "../lib64"})
        for (const char *above : {"usr/lib", "lib"})
            directories.push_back(fmt::format("{}/{}/{}", root, above, directory));
    std::string loader, path;
    for (const std::string &directory : directories) {
        if (fs::exists(directory))
            path += (path.empty() ? "" : ":") + directory;
        if (loader.empty() && fs::exists(fmt::format("{}/{}", directory, name)))
            loader = fmt::format("{}/{}", directory, name);
    }
    if (loader.empty())
        throw Unmeasured(fmt::format("{} has no loader for {}", root, architecture));
    return {loader, "--library-path", path};
}

/* Asks the worker which libc it is with, and if it has the shim where it should. */
std::string version_of(const Variant &variant)
{
    Process worker(variant.command({"bench_worker"}));
    const std::string answer = worker.ask("info");
    const size_t space = answer.find(' ');
    const bool has_shim = answer.find("safecancel") != std::string::npos;
    if (has_shim != variant.shim)
        throw Unmeasured(fmt::format("{}: read is of {}", variant.name, answer.substr(space + 1)));
    return answer.substr(0, space);
}

/* Without and with the shim; nothing but a line on standard error if they cannot be run. */
void add_glibc(std::vector<Variant> &all, Variant variant, const std::string &shim)
{
    try {
        variant.libc = "glibc " + version_of(variant);
        variant.name = variant.libc;
        all.push_back(variant);
        variant.shim = true;
        variant.preload = shim;
        variant.name = variant.libc + ", shim";
        version_of(variant);
        all.push_back(variant);
    } catch (const Unmeasured &why) {
        fmt::print(stderr, "   not measured: {}: {}\n", variant.architecture, why.what());
    }
}

void add_architecture(std::vector<Variant> &all, const std::string &architecture, const std::string &programs,
                      const std::string &shim, const std::vector<std::string> &roots)
{
    if (programs.empty())
        return;
    Variant own;
    own.architecture = architecture;
    own.programs = programs;
    own.own = true;
    add_glibc(all, own, shim);
    for (const std::string &root : roots) {
        Variant other = own;
        other.own = false;
        try {
            other.loader = loader_of(root, architecture);
        } catch (const Unmeasured &why) {
            fmt::print(stderr, "   not measured: {}\n", why.what());
            continue;
        }
        add_glibc(all, other, shim);
    }
}

} // namespace

Command Variant::outside(std::vector<std::string> arguments) const
{
    Command command{std::move(arguments)};
    if (!preload.empty())
        command.environment.push_back("LD_PRELOAD=" + preload);
    return command;
}

Command Variant::command(std::vector<std::string> arguments) const
{
    arguments[0] = programs + "/" + arguments[0] + (musl ? "_musl" : "");
    arguments.insert(arguments.begin(), loader.begin(), loader.end());
    return outside(std::move(arguments));
}

std::vector<Variant> find_variants(const Places &places)
{
    std::vector<Variant> all;
    add_architecture(all, own_architecture(), places.build, places.shim, places.roots);
    if (fs::exists(places.build + "/bench_worker_musl")) {
        Variant musl;
        musl.architecture = own_architecture();
        musl.programs = places.build;
        musl.musl = true;
        musl.name = musl.libc = "musl " + places.musl_version;
        all.push_back(musl);
    }
    add_architecture(all, "i386", places.build32, places.shim32, places.roots32);
    return all;
}

std::vector<Variant> of_architecture(const std::vector<Variant> &all, const std::string &architecture)
{
    std::vector<Variant> some;
    for (const Variant &variant : all)
        if (variant.architecture == architecture)
            some.push_back(variant);
    return some;
}

std::vector<Variant> own_libc(const std::vector<Variant> &all)
{
    std::vector<Variant> some;
    for (const Variant &variant : all)
        if (variant.own)
            some.push_back(variant);
    return some;
}

} // namespace safecancel::bench
