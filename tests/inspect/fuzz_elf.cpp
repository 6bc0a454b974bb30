/* SPDX-License-Identifier: MIT */
/* For libFuzzer: whatever the bytes are, they are read or refused. */
#include <cstddef>
#include <cstdint>

#include "elf_file.h"
#include "ld_cache.h"
#include "point_table.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    using namespace safecancel::inspect;
    const MemorySource source(bytes, size);
    try {
        const ElfFile file = read_elf(source, is_wanted);
        for (const Symbol &symbol : file.imports)
            (void)find_point(file.kind, 2036, symbol.name);
    } catch (const Unusable &) {
    }
    try {
        (void)read_ld_cache(source);
    } catch (const Unusable &) {
    }
    (void)glibc_version(source);
    return 0;
}
