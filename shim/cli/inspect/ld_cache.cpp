/* SPDX-License-Identifier: MIT */
#include "ld_cache.h"

#include <algorithm>

#include "elf_reader.h"

namespace safecancel::inspect {
namespace {

constexpr uint64_t largest_cache = 32 << 20;
constexpr std::string_view old_magic = "ld.so-1.7.0", new_magic = "glibc-ld.so.cache1.1";
constexpr uint64_t old_header = 16, old_entry = 12, new_header = 48, new_entry = 24;

bool has_magic(const Bytes &bytes, uint64_t at, std::string_view magic)
{
    return at <= bytes.size() && magic.size() <= bytes.size() - at &&
           std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<long>(at));
}

/* Where the newer format begins: ldconfig up to 2.31 writes it behind the older one. */
uint64_t start_of(const Bytes &bytes)
{
    if (has_magic(bytes, 0, new_magic))
        return 0;
    const uint64_t behind = (old_header + number_at(bytes, 12, 4) * old_entry + 7) & ~7ull;
    if (has_magic(bytes, 0, old_magic) && has_magic(bytes, behind, new_magic))
        return behind;
    throw Unusable{"is in no format that is known"};
}

} // namespace

LdCache read_ld_cache(const ByteSource &source)
{
    const Bytes bytes = source.read(0, largest_cache);
    const uint64_t start = start_of(bytes), count = number_at(bytes, start + 20, 4);
    LdCache plain, special;
    for (uint64_t i = 0; i < count; ++i) {
        const uint64_t at = start + new_header + i * new_entry;
        if (at + new_entry > bytes.size())
            throw Unusable{"is cut short"};
        const auto name = string_at(bytes, start + number_at(bytes, at + 4, 4), longest_name);
        const auto path = string_at(bytes, start + number_at(bytes, at + 8, 4), 4095);
        if (!name || !path)
            continue;
        LdCache &cache = number_at(bytes, at + 16, 8) == 0 ? plain : special;
        cache[std::string(*name)].emplace_back(*path);
    }
    for (auto &[name, paths] : special)
        plain[name].insert(plain[name].end(), paths.begin(), paths.end());
    return plain;
}

} // namespace safecancel::inspect
