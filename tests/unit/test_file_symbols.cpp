/* SPDX-License-Identifier: MIT */
/* shim/file_symbols.cpp on the driver's own file, whole and damaged. */
#include <link.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "catch.hpp"
#include "file_symbols.h"

using namespace safecancel;

TEST_CASE("a_file_without_symbols_or_of_another_kind_has_none")
{
    char name[] = "/tmp/test_file_symbols.XXXXXX";
    const int fd = mkstemp(name);
    REQUIRE(fd >= 0);
    close(fd);
    std::ifstream own("/proc/self/exe", std::ios::binary);
    const std::string elf((std::istreambuf_iterator<char>(own)), std::istreambuf_iterator<char>());
    const auto finds = [&](const std::string &contents) {
        std::ofstream(name, std::ios::binary) << contents;
        return FileSymbols(name).find_data("sc_config") != nullptr;
    };
    CHECK(finds(elf));
    CHECK_FALSE(finds(""));
    CHECK_FALSE(finds("no object"));
    CHECK_FALSE(finds(elf.substr(0, sizeof(ElfW(Ehdr)))));
    CHECK_FALSE(finds(elf.substr(0, elf.size() / 2)));
    unlink(name);
    CHECK(FileSymbols(name).find_data("sc_config") == nullptr);
}

TEST_CASE("a_file_damaged_anywhere_in_its_headers_is_read_without_harm")
{
    char name[] = "/tmp/test_file_symbols.XXXXXX";
    close(mkstemp(name));
    std::ifstream own("/proc/self/exe", std::ios::binary);
    std::string elf((std::istreambuf_iterator<char>(own)), std::istreambuf_iterator<char>());
    ElfW(Ehdr) header;
    std::memcpy(&header, elf.data(), sizeof header);
    const std::string sections = elf.substr(header.e_shoff, size_t(header.e_shentsize) * header.e_shnum);
    /* The section headers behind a short file, each byte of them damaged in turn. */
    header.e_shoff = sizeof header;
    std::string small(reinterpret_cast<const char *>(&header), sizeof header);
    small += sections;
    for (size_t at = 0; at < small.size(); ++at) {
        std::string damaged = small;
        damaged[at] = static_cast<char>(~damaged[at]);
        std::ofstream(name, std::ios::binary) << damaged;
        FileSymbols(name).find_data("sc_config");
    }
    unlink(name);
}
