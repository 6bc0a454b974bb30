/* SPDX-License-Identifier: MIT */
/* The names of the functions in an ELF file. */
#ifndef SAFECANCEL_PROVE_ELF_SYMBOLS_H
#define SAFECANCEL_PROVE_ELF_SYMBOLS_H

#include <cstdint>
#include <map>
#include <string>

namespace safecancel::prove {

struct FunctionSymbol {
    std::string name;
    uint64_t size = 0;
};

/* By address in the file's own terms; of aliases the one with the plainest name.  Empty for anything but 64-bit ELF. */
std::map<uint64_t, FunctionSymbol> function_symbols(const std::string &path);

} // namespace safecancel::prove

#endif
