/* SPDX-License-Identifier: MIT */
/*
 * A libc whose code is not all as the audit knows it: this one's file with one
 * byte changed, in a private library path.  What is not understood is named, the
 * rest is as good as ever, and the program does not notice.
 */
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "driver.h"
#include "elf_file.h"
#include "emulated.h"
#include "instructions.h"

using namespace safecancel;

namespace {

using Bytes = std::vector<uint8_t>;

std::string running_libc()
{
    Dl_info info;
    if (dladdr(reinterpret_cast<void *>(gnu_get_libc_version), &info) == 0)
        throw std::runtime_error("nobody knows where libc is");
    return std::filesystem::canonical(info.dli_fname);
}

/* A copy of this libc in a directory of its own. */
class PatchedLibc {
public:
    PatchedLibc() : original_(running_libc())
    {
        std::ifstream file(original_, std::ios::binary);
        content_.assign(std::istreambuf_iterator<char>(file), {});
    }

    /* Changes one byte of what stands once in the file; false if it does not. */
    bool change(const Bytes &text, size_t offset, uint8_t byte)
    {
        const auto found = std::search(content_.begin(), content_.end(), text.begin(), text.end());
        if (found == content_.end() || std::search(found + 1, content_.end(), text.begin(), text.end()) != content_.end())
            return false;
        found[static_cast<long>(offset)] = byte;
        std::ofstream file(directory_.path() / "libc.so.6", std::ios::binary);
        file.write(reinterpret_cast<const char *>(content_.data()), static_cast<long>(content_.size()));
        return file.good();
    }

    const std::string &original() const { return original_; }
    std::string path() const { return directory_.path().string(); }

private:
    std::string original_;
    TemporaryDirectory directory_;
    Bytes content_;
};

/* fsync's site is no site any more, and nobody comes to it: fsync goes through the thunk. */
bool spoil_fsync(PatchedLibc &libc)
{
    const ElfFile file(libc.original());
    for (const Symbol &symbol : file.functions()) {
        if (symbol.name != "fsync")
            continue;
        const Bytes code = file.bytes(symbol.address, symbol.size);
        const Bytes &text = spoiled_fsync.text;
        const auto last = std::find_end(code.begin(), code.end(), text.begin(), text.end());
        return last != code.end() &&
               libc.change(code, static_cast<size_t>(last - code.begin()) + spoiled_fsync.offset, spoiled_fsync.byte);
    }
    return false;
}

Outcome play_on(const PatchedLibc &libc, const char *row, const char *situation)
{
    Command command{{scenarios_path(), row, situation, "10000"}};
    command.environment = {"LD_LIBRARY_PATH=" + libc.path(), "SAFECANCEL_VERBOSE=1", "SAFECANCEL_REQUIRE=1"};
    return run(with_shim(command));
}

/* This driver's own tests, on the patched libc. */
void check_theme(const PatchedLibc &libc, const char *theme)
{
    Command command{{"/proc/self/exe", theme}};
    command.environment = {std::string(library_path_variable) + "=" + libc.path()};
    if (const char *shim = getenv("SAFECANCEL_TEST_SHIM"))
        command.environment.push_back(std::string("SAFECANCEL_TEST_SHIM=") + shim);
    command.deadline = std::chrono::minutes(is_emulated() ? 5 : 2);
    const Outcome outcome = run(command);
    if (outcome.exited(77)) {
        std::cout << "skipped: " << theme << " on the patched libc: as on any here" << std::endl;
        return;
    }
    INFO(theme << " on the patched libc: " << outcome.describe());
    CHECK(outcome.exited(0));
}

}  // namespace

TEST_CASE("a_site_with_another_byte_is_named_and_all_else_is_as_good", "[patched_site]")
{
    if (!libc_loses_results())
        SC_SKIP("glibc 2.41 and later have one window for all points");
    PatchedLibc libc;
    REQUIRE(spoil_fsync(libc));
    const Outcome outcome = play_on(libc, "fgets", "blocked");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.err.find("safecancel: left to libc: libc.so.6: fsync+0x") != std::string::npos);
    CHECK(outcome.err.find("safecancel: points only: ") != std::string::npos);
    CHECK(outcome.err.find(" of libc's own points understood, 1 left to libc") != std::string::npos);
    for (const char *theme : {"[pending]", "[blocked]", "[completed]", "[handlers]", "[conformance]", "[async]"})
        check_theme(libc, theme);
}

TEST_CASE("a_libc_whose_one_window_has_another_byte_keeps_its_own_points", "[patched_window]")
{
    if (libc_loses_results())
        SC_SKIP("up to glibc 2.40 each point has a window of its own");
    PatchedLibc libc;
    REQUIRE(libc.change(spoiled_window.text, spoiled_window.offset, spoiled_window.byte));
    for (const char *row : {"read", "poll", "fgets", "sem_wait", "pthread_cond_wait"})
        for (const char *situation : {"pending", "blocked", "disabled"}) {
            const Outcome outcome = play_on(libc, row, situation);
            INFO(row << " " << situation << ": " << outcome.describe());
            CHECK(outcome.exited(0));
            CHECK(number_after(outcome.out, "acted") == 1);
            CHECK(number_after(outcome.out, "returned") == (std::string(situation) == "disabled"));
            CHECK(outcome.err.find("safecancel: points only: ") != std::string::npos);
            CHECK(outcome.err.find("safecancel: libc's own points are left to libc: ") != std::string::npos);
        }
}
