/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Reading `.symtab`; see file_symbols.h. */
#include "file_symbols.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "machine.h"
#include "unwrapped.h"

namespace safecancel {

FileSymbols::FileSymbols(const char *path)
{
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>(path),
                                O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    struct stat file;
    const long size = fstat(static_cast<int>(fd), &file) == 0 ? static_cast<long>(file.st_size) : 0; /* as the loader does */
    if (size > 0) {
        void *mapped = mmap(nullptr, static_cast<size_t>(size), PROT_READ, MAP_PRIVATE,
                            static_cast<int>(fd), 0);
        if (mapped != MAP_FAILED) {
            bytes_ = static_cast<const unsigned char *>(mapped);
            size_ = static_cast<size_t>(size);
        }
    }
    raw_syscall(__NR_close, fd);
    find_table();
}

FileSymbols::~FileSymbols()
{
    if (bytes_ != nullptr)
        munmap(const_cast<unsigned char *>(bytes_), size_);
}

/* `count` objects that lie at `offset`; null if the file does not have them. */
template <class T> const T *FileSymbols::at(size_t offset, size_t count) const
{
    if (bytes_ == nullptr || offset % alignof(T) != 0 || offset > size_ ||
        count > (size_ - offset) / sizeof(T))
        return nullptr;
    return reinterpret_cast<const T *>(bytes_ + offset);
}

void FileSymbols::find_table()
{
    const auto *header = at<ElfW(Ehdr)>(0, 1);
    if (header == nullptr || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
        header->e_shentsize != sizeof(ElfW(Shdr)))
        return;
    const auto *sections = at<ElfW(Shdr)>(header->e_shoff, header->e_shnum);
    for (unsigned i = 0; sections != nullptr && i < header->e_shnum; ++i) {
        const ElfW(Shdr) &section = sections[i];
        if (section.sh_type != SHT_SYMTAB || section.sh_link >= header->e_shnum)
            continue;
        const ElfW(Shdr) &names = sections[section.sh_link];
        symbol_count_ = section.sh_size / sizeof(ElfW(Sym));
        symbols_ = at<ElfW(Sym)>(section.sh_offset, symbol_count_);
        names_size_ = names.sh_size;
        names_ = at<char>(names.sh_offset, names_size_);
        return;
    }
}

const ElfW(Sym) *FileSymbols::find_data(const char *name) const
{
    const size_t length = strlen(name) + 1;
    if (symbols_ == nullptr || names_ == nullptr || names_size_ < length)
        return nullptr;
    for (size_t i = 0; i < symbol_count_; ++i) {
        const ElfW(Sym) &symbol = symbols_[i];
        if (ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT && symbol.st_shndx != SHN_UNDEF &&
            symbol.st_name <= names_size_ - length &&
            memcmp(names_ + symbol.st_name, name, length) == 0)
            return &symbol;
    }
    return nullptr;
}

} // namespace safecancel
