/* SPDX-License-Identifier: MIT */
/*
 * The table against the C library: every alias of a row, every documented point
 * and every point found in libc's code is a row of points.def or stands in
 * not_wrapped.def with its reason, and a row is really exported.
 *
 * SAFECANCEL_TEST_LIBC may name other libraries to walk, separated by colons.
 */
#include <dlfcn.h>
#include <link.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>

#include "catch.hpp"
#include "libc.h"
#include "child.h"
#include "elf_file.h"
#include "libc_points.h"

using namespace safecancel;

namespace {

const std::set<std::string> rows = {
#define SC_ROW(name, target) #name,
#include "points.def"
};

const std::multimap<std::string, std::string> not_wrapped = {
#define SC_NOT_WRAPPED(name, reason) {#name, reason},
#include "not_wrapped.def"
};

bool known(const std::string &name)
{
    return rows.count(name) || not_wrapped.count(name);
}

std::string path_of_libc()
{
    Dl_info info{};
    if (!dladdr(reinterpret_cast<void *>(dlsym(RTLD_NEXT, "gnu_get_libc_version")), &info) || !info.dli_fname)
        throw std::runtime_error("cannot find libc");
    return info.dli_fname;
}

/* libc, and before glibc 2.34 libpthread and librt with their own copies of points. */
std::vector<ElfFile> libraries()
{
    std::vector<ElfFile> result;
    if (const char *given = getenv("SAFECANCEL_TEST_LIBC"); given && *given) {
        std::istringstream paths(given);
        for (std::string path; std::getline(paths, path, ':');)
            result.emplace_back(path);
        return result;
    }
    const std::filesystem::path libc = path_of_libc();
    for (const char *name : {"libc.so.6", "libpthread.so.0", "librt.so.1"})
        if (const auto path = libc.parent_path() / name; std::filesystem::exists(path))
            result.emplace_back(path.string());
    return result;
}

std::string listed(const std::set<std::string> &names)
{
    std::string text;
    for (const auto &name : names)
        text += " " + name;
    return text;
}

void check_none(const std::set<std::string> &names, const std::string &what)
{
    INFO(what << ":" << listed(names));
    CHECK(names.empty());
}

}  // namespace

TEST_CASE("symbols_every_alias_of_a_row_is_a_row_or_has_a_reason", "[symbols]")
{
    for (const auto &library : libraries()) {
        std::set<uint64_t> addresses;
        for (const auto &row : rows)
            for (const uint64_t address : library.addresses_of(row))
                addresses.insert(address);
        std::set<std::string> missing;
        for (const auto &symbol : library.functions())
            if (addresses.count(symbol.address) && !known(symbol.name))
                missing.insert(symbol.name);
        check_none(missing, "aliases in neither file, " + library.path());
    }
}

TEST_CASE("symbols_every_documented_point_is_a_row_or_has_a_reason", "[symbols]")
{
    for (const auto &library : libraries()) {
        std::set<std::string> missing;
        for (const auto &name : posix_points())
            if (library.defines(name) && !known(name))
                missing.insert(name);
        check_none(missing, "documented points in neither file, " + library.path());
    }
}

TEST_CASE("symbols_every_point_in_the_code_of_libc_is_a_row_or_has_a_reason", "[symbols]")
{
    for (const auto &library : libraries()) {
        if (!library.defines("pause") || !library.defines("fsync"))
            continue;  /* a stub, or a library whose points are reached otherwise */
        const LibcPoints points = find_points(library);
        CHECK(points.direct.count("read") == 1);
        CHECK(points.direct.count("pthread_testcancel") == 0);
        CHECK(points.direct.size() > (libc_has_libpthread() ? 30 : 40));
        std::set<std::string> missing;
        for (const auto *names : {&points.direct, &points.wrappers})
            for (const auto &name : *names)
                if (!known(name))
                    missing.insert(name);
        check_none(missing, "points in neither file, " + library.path());
    }
}

TEST_CASE("symbols_no_name_stands_in_both_files_or_twice", "[symbols]")
{
    std::set<std::string> both, twice, mute;
    for (const auto &[name, reason] : not_wrapped) {
        if (rows.count(name))
            both.insert(name);
        if (not_wrapped.count(name) > 1)
            twice.insert(name);
        if (reason.empty())
            mute.insert(name);
    }
    check_none(both, "in both files");
    check_none(twice, "twice in not_wrapped.def");
    check_none(mute, "without a reason in not_wrapped.def");
}

TEST_CASE("symbols_every_row_is_exported_and_nothing_else_is", "[symbols]")
{
    std::ifstream file(SAFECANCEL_INTERPOSE_MAP);
    std::ostringstream text;
    text << file.rdbuf();
    const ElfFile shim(shim_path());
    const std::set<std::string> entries = {
#define SC_ENTRY(name, target) #name,
#define SC_OWN(name) #name,
#include "points.def"
    };
    std::set<std::string> missing, unmapped, surplus;
    for (const auto &row : rows) {
        if (!shim.defines(row))
            missing.insert(row);
        if (!std::regex_search(text.str(), std::regex("\\b" + row + ";")))
            unmapped.insert(row);
    }
    for (const auto &symbol : shim.functions())
        if (!rows.count(symbol.name) && !entries.count(symbol.name))
            surplus.insert(symbol.name);
    check_none(missing, "rows that " + shim.path() + " does not export");
    check_none(unmapped, "rows that interpose.map lacks");
    check_none(surplus, "exported without being a row");
}
