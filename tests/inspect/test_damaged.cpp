/* SPDX-License-Identifier: MIT */
/*
 * Ten thousand damaged files: no crash, no wait, and of each that cannot be read
 * one line that says why.  In this process, where sanitizers see what is done
 * with them (preset sanitize), and some of them through the program itself.
 */
#include <chrono>

#include "catch.hpp"
#include "elf_file.h"
#include "ld_cache.h"
#include "mutate.h"
#include "point_table.h"
#include "subjects.h"

using namespace safecancel;

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned damaged_files = 10000, through_the_program = 300;

/* What is damaged: programs of both classes, and a library. */
std::vector<std::string> originals()
{
    std::vector<std::string> files;
    for (const char *name : {"cancelling", "libmiddle.so", "narrow", "sysv_hash", "static_pie", "go"})
        if (!subject(name).empty())
            files.push_back(content_of(subject(name)));
    return files;
}

/* A file is read, or refused with a line. */
struct Tally {
    unsigned read = 0, refused = 0, bad_lines = 0;
    Clock::duration slowest{};
};

template <class Reader> void judge(Tally &tally, Reader reader)
{
    const auto begin = Clock::now();
    try {
        reader();
        ++tally.read;
    } catch (const inspect::Unusable &unusable) {
        ++tally.refused;
        if (unusable.why.empty() || unusable.why.find('\n') != std::string::npos)
            ++tally.bad_lines;
    }
    tally.slowest = std::max(tally.slowest, Clock::now() - begin);
}

inspect::MemorySource source_of(const std::string &bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()};
}

/* Both formats of the loader's cache, with a name each. */
std::string cache_of(const std::string &name, const std::string &path, bool old)
{
    const auto number = [](uint64_t value, size_t size) {
        std::string bytes;
        for (size_t i = 0; i < size; ++i)
            bytes += char(value >> 8 * i);
        return bytes;
    };
    std::string cache = "glibc-ld.so.cache1.1" + number(1, 4) + number(name.size() + path.size() + 2, 4);
    cache.resize(48);
    cache += number(0x303, 4) + number(72, 4) + number(72 + name.size() + 1, 4) + std::string(12, '\0');
    cache += name + '\0' + path + '\0';
    return old ? std::string("ld.so-1.7.0\0", 12) + number(1, 4) + std::string(16, '\0') + cache : cache;
}

}  // namespace

TEST_CASE("damaged_files_are_read_or_refused_in_time")
{
    const auto files = originals();
    REQUIRE(files.size() >= 2);
    Mutator mutator(20260101);
    Tally tally;
    for (unsigned i = 0; i < damaged_files; ++i) {
        const std::string bytes = mutator.mutate(files[i % files.size()]);
        judge(tally, [&] { (void)inspect::read_elf(source_of(bytes), inspect::is_wanted); });
        judge(tally, [&] { (void)inspect::glibc_version(source_of(bytes)); });
    }
    CHECK(tally.bad_lines == 0);
    CHECK(tally.refused > damaged_files / 50); // or nothing was damaged
    CHECK(tally.read > damaged_files / 50);    // or nothing came as far as the tables
    CHECK(tally.slowest < std::chrono::seconds(2));
}

TEST_CASE("truncated_files_are_read_or_refused")
{
    Tally tally;
    const auto file = content_of(subject("cancelling"));
    for (size_t size = 0; size < file.size(); size += size < 4096 ? 1 : 97) {
        /* Of just that size, so that a byte behind the end is one that is not there. */
        const std::vector<uint8_t> bytes(file.begin(), file.begin() + long(size));
        const inspect::MemorySource source(bytes.data(), bytes.size());
        judge(tally, [&] { (void)inspect::read_elf(source, inspect::is_wanted); });
    }
    CHECK(tally.bad_lines == 0);
    CHECK(tally.refused > 64);
}

TEST_CASE("the_loaders_cache_is_read_in_both_formats_and_damaged")
{
    Mutator mutator(1);
    for (const bool old : {false, true}) {
        const auto cache = cache_of("libx.so.1", "/lib/libx.so.1", old);
        const auto read = inspect::read_ld_cache(source_of(cache));
        REQUIRE(read.count("libx.so.1") == 1);
        CHECK(read.at("libx.so.1") == std::vector<std::string>{"/lib/libx.so.1"});
        Tally tally;
        for (unsigned i = 0; i < 2000; ++i) {
            const auto damaged = mutator.mutate(cache);
            judge(tally, [&] { (void)inspect::read_ld_cache(source_of(damaged)); });
        }
        CHECK(tally.bad_lines == 0);
        CHECK(tally.refused > 0);
    }
}

TEST_CASE("the_program_survives_damaged_files")
{
    const TemporaryDirectory directory;
    const auto files = originals();
    Mutator mutator(4711);
    unsigned refused = 0;
    for (unsigned i = 0; i < through_the_program; ++i) {
        const auto file = directory.write_program("damaged", mutator.mutate(files[i % files.size()]));
        auto command = inspection({file});
        command.deadline = std::chrono::seconds(10);
        const auto outcome = run(command);
        INFO("file " << i << ": " << outcome.describe());
        REQUIRE((outcome.exited(0) || outcome.exited(1) || outcome.exited(2)));
        REQUIRE(lines_of(outcome.err).size() == (outcome.exited(2) ? 1 : 0));
        REQUIRE(outcome.out.empty() == outcome.exited(2));
        refused += outcome.exited(2) ? 1 : 0;
    }
    CHECK(refused > 0);
}
