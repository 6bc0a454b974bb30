/* SPDX-License-Identifier: MIT */
#include "loaded.h"

#include <algorithm>

namespace safecancel::inspect {
namespace {

const Symbol *find(const std::vector<Symbol> &symbols, std::string_view name)
{
    const auto at = std::lower_bound(symbols.begin(), symbols.end(), name,
                                     [](const Symbol &symbol, std::string_view wanted) { return symbol.name < wanted; });
    return at != symbols.end() && at->name == name ? &*at : nullptr;
}

} // namespace

std::string last_part(const std::string &path)
{
    return path.substr(path.find_last_of('/') + 1);
}

bool Object::is_libc() const
{
    return elf.soname == "libc.so.6";
}

bool Object::is_libc_family() const
{
    return is_libc() || elf.soname == "libpthread.so.0" || elf.soname == "librt.so.1" || elf.soname == "libanl.so.1";
}

bool Object::is_sanitizer() const
{
    for (const char *library : {"libasan.so", "libtsan.so", "libhwasan.so", "liblsan.so", "libubsan.so"})
        if (elf.soname.rfind(library, 0) == 0)
            return true;
    return exports("__asan_init"); /* clang's, linked into the program */
}

bool Object::imports(std::string_view function) const
{
    return find(elf.imports, function) != nullptr;
}

bool Object::imports_weakly(std::string_view function) const
{
    const Symbol *symbol = find(elf.imports, function);
    return symbol != nullptr && symbol->weak;
}

bool Object::exports(std::string_view function) const
{
    return find(elf.exports, function) != nullptr;
}

} // namespace safecancel::inspect
