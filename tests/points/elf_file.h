/* SPDX-License-Identifier: MIT */
/*
 * The dynamic symbols of a shared object and the bytes behind them, read
 * from its file: no loader, no preload and no other tool stands in between.
 */
#ifndef SAFECANCEL_TESTS_POINTS_ELF_FILE_H
#define SAFECANCEL_TESTS_POINTS_ELF_FILE_H

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace safecancel {

/* A defined function; one for each version of a name. */
struct Symbol {
    std::string name;
    uint64_t address;
    uint64_t size;
};

class ElfFile {
public:
    /* Throws std::runtime_error if it is not a shared object of this word size with symbols. */
    explicit ElfFile(const std::string &path);

    const std::string &path() const { return path_; }
    const std::vector<Symbol> &functions() const { return functions_; }
    bool defines(const std::string &name) const { return !addresses_of(name).empty(); }
    std::set<uint64_t> addresses_of(const std::string &name) const;

    /* The bytes of [address, address + size), as far as the file has them in one segment. */
    std::vector<uint8_t> bytes(uint64_t address, uint64_t size) const;

private:
    template <class T> const T *at(uint64_t offset, uint64_t count = 1) const;
    void read_symbols(const ElfW(Shdr) &table, const ElfW(Shdr) &strings);

    std::string path_;
    std::string content_;
    std::vector<ElfW(Phdr)> segments_;
    std::vector<Symbol> functions_;
    std::multimap<std::string, uint64_t> addresses_;
};

}  // namespace safecancel

#endif
