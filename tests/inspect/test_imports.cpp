/* SPDX-License-Identifier: MIT */
/* What is read from ELF files, held against nm(1) and readelf(1), and the points against the text of points.def. */
#include <fcntl.h>

#include <algorithm>
#include <regex>
#include <set>

#include "catch.hpp"
#include "elf_file.h"
#include "subjects.h"

using namespace safecancel;

namespace {

using Names = std::set<std::string>;

/* The first words of a command's lines that match, without the symbols' versions. */
Names names_by(std::vector<std::string> argv, const std::string &pattern)
{
    const auto outcome = run(Command{std::move(argv)});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    Names names;
    const std::regex expression(pattern);
    for (const auto &line : lines_of(outcome.out))
        if (std::smatch found; std::regex_search(line, found, expression))
            names.insert(found[1]);
    return names;
}

inspect::ElfFile read(const std::string &path)
{
    const inspect::Descriptor place(open(path.c_str(), O_PATH | O_CLOEXEC));
    return inspect::read_elf(inspect::FileSource(place), [](std::string_view) { return true; });
}

Names names_of(const std::vector<inspect::Symbol> &symbols)
{
    Names names;
    for (const auto &symbol : symbols)
        names.insert(symbol.name);
    return names;
}

std::vector<std::string> subjects()
{
    std::vector<std::string> files = {SAFECANCEL_TOOL, "/bin/sh", "/proc/self/exe"};
    for (const char *name : {"cancelling", "quiet", "opener", "direct", "libmiddle.so", "narrow", "asan", "sysv_hash",
                             "gnu_hash", "no_exports"})
        if (!subject(name).empty())
            files.push_back(subject(name));
    return files;
}

/* Names of rows, from the table's text. */
Names rows()
{
    Names names;
    const std::string text = content_of(SAFECANCEL_SOURCE "/shim/points.def");
    const std::regex expression("\nSC_ROW\\((\\w+), ");
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        names.insert((*at)[1]);
    return names;
}

}  // namespace

TEST_CASE("imports_are_those_that_nm_finds")
{
    for (const auto &file : subjects()) {
        INFO(file);
        const auto real = std::filesystem::canonical(file).string();
        const auto expected = names_by({"nm", "-D", "--undefined-only", real}, "\\b[UvwV] ([^@ ]+)");
        CHECK_FALSE(expected.empty());
        CHECK(names_of(read(file).imports) == expected);
    }
}

TEST_CASE("exports_are_those_that_nm_finds")
{
    for (const auto &file : {subject("libcanceller.so"), subject("libmiddle.so"), shim_path()}) {
        INFO(file);
        const auto expected = names_by({"nm", "-D", "--defined-only", file}, "\\b[TWiDBR] ([^@ ]+)");
        CHECK_FALSE(expected.empty());
        CHECK(names_of(read(file).exports) == expected);
    }
}

TEST_CASE("needed_libraries_are_those_that_readelf_finds")
{
    for (const auto &file : subjects()) {
        INFO(file);
        const auto real = std::filesystem::canonical(file).string();
        const auto expected = names_by({"readelf", "-dW", real}, "\\(NEEDED\\).*\\[(.*)\\]");
        const auto needed = read(file).needed;
        CHECK(Names(needed.begin(), needed.end()) == expected);
    }
}

TEST_CASE("points_through_the_thunk_are_the_tables_rows_that_nm_finds")
{
    const auto program = subject("cancelling");
    const auto imported = names_by({"nm", "-D", "--undefined-only", program}, "\\b[Uw] ([^@ ]+)");
    Names expected, found, windows;
    for (const auto &name : rows())
        if (imported.count(name) != 0)
            expected.insert(name);
    const auto json = json_of(program);
    for (const auto &point : json.at("points"))
        (point.at("way") == "through the thunk" ? found : windows).insert(point.at("name").get<std::string>());
    CHECK(found == expected);
    for (const char *name : {"read", "fsync", "pause", "usleep"})
        CHECK(found.count(name) == 1);
    for (const char *name : {"puts", "fflush", "sem_wait", "pthread_join"})
        CHECK(windows.count(name) == 1);
}

TEST_CASE("loaded_objects_are_those_that_the_loader_lists")
{
    for (const auto &program : {subject("cancelling"), subject("reaching"), std::string(SAFECANCEL_TOOL)}) {
        INFO(program);
        const auto listed = names_by({"ldd", program}, "=> (/[^ ]+) ");
        Names expected, found;
        for (const auto &path : listed)
            expected.insert(std::filesystem::canonical(path));
        const auto json = json_of(program);
        for (const auto &object : json.at("objects"))
            if (object.at("from").get<std::string>().find("needed by") == 0)
                found.insert(std::filesystem::canonical(object.at("path").get<std::string>()));
        found.erase(std::filesystem::canonical(json.at("program").at("loader").get<std::string>()));
        CHECK_FALSE(expected.empty());
        CHECK(found == expected);
    }
}
