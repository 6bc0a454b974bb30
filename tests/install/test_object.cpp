/* SPDX-License-Identifier: MIT */
/* The object file itself, as the loader will see it: read with readelf, nm, objdump and strip. */
#include "catch.hpp"
#include "libc.h"
#include "stage.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

using namespace safecancel;

namespace {

/* Standard output of a command that has to succeed. */
std::string output_of(const std::vector<std::string> &argv)
{
    Command command{argv};
    command.environment = {"LC_ALL=C"};
    const auto outcome = run(command);
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return outcome.out;
}

std::vector<std::string> words_of(const std::string &line)
{
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

/* Names of the libraries an object needs. */
std::set<std::string> needed_by(const std::string &object)
{
    std::set<std::string> names;
    for (const auto &line : lines_of(output_of({"readelf", "-dW", object})))
        if (line.find("(NEEDED)") != std::string::npos)
            names.insert(line.substr(line.find('[') + 1, line.find(']') - line.find('[') - 1));
    return names;
}

/* Names in the dynamic symbol table: the defined ones, or the undefined ones. */
std::set<std::string> symbols_of(const std::string &object, const std::string &which)
{
    std::set<std::string> names;
    for (const auto &line : lines_of(output_of({"nm", "-D", "--without-symbol-versions", which, object})))
        names.insert(words_of(line).back());
    return names;
}

/* Names under `global:` in interpose.map. */
std::set<std::string> names_in_map()
{
    std::set<std::string> names;
    for (const auto &line : lines_of(content_of(SAFECANCEL_SOURCE "/interpose.map")))
        if (const auto end = line.find(';'); line.find("    ") == 0 && line[4] != '*')
            names.insert(line.substr(4, end - 4));
    return names;
}

/* Address of a symbol, hidden ones included, as objdump takes it. */
std::string address_of(const std::string &symbol)
{
    for (const auto &line : lines_of(output_of({"nm", shim_path()})))
        if (const auto words = words_of(line); words.back() == symbol)
            return "0x" + words.front();
    FAIL("no symbol " << symbol);
    return "";
}

/* Mnemonics from one symbol up to another. */
std::vector<std::string> instructions(const std::string &from, const std::string &to)
{
    std::vector<std::string> result;
    const auto text = output_of({"objdump", "-d", "--no-show-raw-insn", "--start-address=" + address_of(from),
                                 "--stop-address=" + address_of(to), shim_path()});
    for (const auto &line : lines_of(text))
        if (const auto words = words_of(line); words.size() > 1 && line[0] == ' ')
            result.push_back(words[1]);
    return result;
}

}  // namespace

TEST_CASE("object_needs_libc_only")
{
    auto names = needed_by(shim_path());
    if (libc_minor() < 34) {
        names.erase("libpthread.so.0");
        names.erase("libdl.so.2");
    }
    CHECK(names == std::set<std::string>{"libc.so.6"});
}

/* Neither a call nor a request can meet the program's heap: what allocates is not even imported.  This test's own program does. */
TEST_CASE("object_allocates_no_memory_from_the_heap")
{
    const std::set<std::string> allocating = {"malloc",         "calloc",   "realloc",  "reallocarray", "free",
                                              "posix_memalign", "memalign", "valloc",   "aligned_alloc", "strdup",
                                              "strndup",        "_Znwm",    "_Znwj",    "_Znam",        "_Znaj",
                                              "_ZdlPv",         "_ZdaPv",   "asprintf", "vasprintf",    "getline",
                                              "fopen",          "opendir"};
    const auto allocates = [&](const std::string &object) {
        const auto names = symbols_of(object, "--undefined-only");
        return std::any_of(names.begin(), names.end(), [&](const auto &name) { return allocating.count(name) != 0; });
    };
    CHECK_FALSE(allocates(shim_path()));
    CHECK(allocates(std::filesystem::read_symlink("/proc/self/exe").string()));
}

TEST_CASE("object_is_bound_and_sealed_at_load")
{
    const auto dynamic = output_of({"readelf", "-dW", shim_path()});
    CHECK(dynamic.find("TEXTREL") == std::string::npos);
    CHECK((dynamic.find("BIND_NOW") != std::string::npos || dynamic.find("Flags: NOW") != std::string::npos));
    const auto segments = output_of({"readelf", "-lW", shim_path()});
    CHECK(segments.find("GNU_RELRO") != std::string::npos);
    for (const auto &line : lines_of(segments))
        if (line.find("GNU_STACK") != std::string::npos)
            CHECK(line.find("RWE") == std::string::npos);
    CHECK(segments.find(".got.plt") == std::string::npos);
}

TEST_CASE("object_takes_less_than_64_bytes_of_static_TLS")
{
    CHECK(output_of({"readelf", "-dW", shim_path()}).find("STATIC_TLS") != std::string::npos);
    size_t found = 0;
    for (const auto &line : lines_of(output_of({"readelf", "-lW", shim_path()}))) {
        const auto words = words_of(line);
        if (words.empty() || words[0] != "TLS")
            continue;
        ++found;
        CHECK(std::stoul(words.at(5), nullptr, 16) < 64);
    }
    CHECK(found == 1);
}

TEST_CASE("object_is_at_most_100_KB_stripped")
{
    const TemporaryDirectory stage;
    const auto copy = stage.copy(shim_path(), "stripped.so");
    output_of({"strip", copy});
    CHECK(std::filesystem::file_size(copy) <= 100 * 1024);
}

TEST_CASE("object_exports_the_names_in_the_map_and_no_other")
{
    const auto expected = names_in_map();
    REQUIRE(expected.count("read") == 1);
    CHECK(symbols_of(shim_path(), "--defined-only") == expected);
    CHECK(output_of({"readelf", "-SW", shim_path()}).find(".gnu.version_d") == std::string::npos);
}

TEST_CASE("object_imports_nothing_of_the_languages_run_time")
{
    for (const auto &name : symbols_of(shim_path(), "--undefined-only")) {
        INFO(name);
        CHECK(name.find("_Z") != 0);
        CHECK(name.find("_Unwind") != 0);
        CHECK((name.find("__cxa_") != 0 || name == "__cxa_finalize" || name == "__cxa_atexit"));
    }
}

TEST_CASE("thunk_has_one_ret_and_ends_its_window_with_the_system_call")
{
    const auto window = instructions("sc_thunk_begin", "sc_thunk_end");
    REQUIRE(!window.empty());
    CHECK(window.back() == "syscall");
    CHECK(std::count(window.begin(), window.end(), "syscall") == 1);

    const auto after = instructions("sc_thunk_end", "sc_thunk_limit");
    CHECK(std::count(after.begin(), after.end(), "ret") + std::count(after.begin(), after.end(), "retq") == 1);
    const auto whole = instructions("sc_thunk", "sc_thunk_limit");
    CHECK(std::count(whole.begin(), whole.end(), "nop") == 0);
    CHECK(std::count(whole.begin(), whole.end(), "int3") == 0);
}

/* Rows of points.def that are passed on (SC_PASS): two values of their first argument go another way. */
bool is_passed(const std::string &name)
{
    return content_of(SAFECANCEL_SOURCE "/shim/points.def").find("\nSC_PASS(" + name + ",") != std::string::npos;
}

TEST_CASE("every_export_is_one_jump")
{
    const std::vector<std::string> one_jump = {"jmp"}, passed = {"cmp", "je", "cmp", "je", "jmp"};
    unsigned jumps = 0;
    for (const auto &name : names_in_map()) {
        if (name == "safecancel_v1_statistics")
            continue; /* memory */
        const auto text = output_of({"objdump", "-d", "--no-show-raw-insn", "--disassemble=" + name, shim_path()});
        std::vector<std::string> found;
        for (const auto &line : lines_of(text))
            if (const auto words = words_of(line); words.size() > 1 && line[0] == ' ')
                found.push_back(words[1]);
        INFO(name);
        REQUIRE(!found.empty());
        if (name.rfind("safecancel_v1_", 0) == 0)
            continue; /* nobody else's: there is nothing to go on to */
        CHECK(found == (is_passed(name) ? passed : one_jump));
        ++jumps;
    }
    CHECK(jumps > 100);
}

TEST_CASE("audit_object_exports_its_two_functions_and_needs_no_Cxx_library")
{
    CHECK(symbols_of(SAFECANCEL_AUDIT, "--defined-only") == std::set<std::string>{"sc_audit", "sc_audit_windows"});
    for (const auto &name : needed_by(SAFECANCEL_AUDIT)) {
        INFO(name);
        CHECK(name.find("libstdc++") != 0);
        CHECK(name.find("libgcc_s") != 0);
    }
}
