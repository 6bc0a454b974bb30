/* SPDX-License-Identifier: MIT */
/*
 * What an ELF file tells about the program or library it is, read without
 * trusting a byte of it.
 *
 * Rules: every offset and size is held against the file's; what is read at once
 * is limited, whatever the file says, and so is the work: each table is gone
 * through once.  Section headers are not needed: only a look for Go reads them.
 */
#ifndef SAFECANCEL_INSPECT_ELF_FILE_H
#define SAFECANCEL_INSPECT_ELF_FILE_H

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "byte_source.h"

namespace safecancel::inspect {

/* What kind of processor and data model: what has to be the same for two objects to be in one process. */
struct Kind {
    unsigned elf_class = 0, order = 0, machine = 0;

    bool operator==(const Kind &other) const
    {
        return elf_class == other.elf_class && order == other.order && machine == other.machine;
    }
};

/* "x86-64", "x32", "32-bit x86", "64-bit Arm", "big-endian ELF machine 21". */
std::string name_of(const Kind &kind);

struct Symbol {
    std::string name;
    bool weak = false;
};

struct ElfFile {
    Kind kind;
    unsigned type = 0;            /* ET_EXEC, ET_DYN... */
    bool readable = false;        /* little-endian and of known class: what is below was read */
    std::string interpreter;      /* empty: none */
    bool dynamic = false;         /* it has a dynamic section */
    bool pie = false;             /* and says to be a program */
    bool no_default_libraries = false;
    std::string soname, rpath, runpath;
    std::vector<std::string> needed;
    std::vector<Symbol> imports, exports; /* only names that were wanted; sorted, each once */
    bool go = false, address_sanitizer = false;
};

/* Which names of symbols are wanted.  Called with names of at most `longest_name` bytes. */
using Wanted = std::function<bool(std::string_view)>;
constexpr size_t longest_name = 255;

/* Throws Unusable where the file is no ELF file, or damaged. */
ElfFile read_elf(const ByteSource &source, const Wanted &wanted);

/* "2.36" if it is glibc's libc.so.6: what its own banner says.  Empty if there is none. */
std::string glibc_version(const ByteSource &source);

} // namespace safecancel::inspect

#endif
