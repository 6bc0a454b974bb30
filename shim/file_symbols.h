/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  The `.symtab` of an object's file: names that are in its
 * code but that it does not export.  glibc <= 2.33 has what it tells debuggers
 * only there, in libpthread.
 */
#ifndef SAFECANCEL_SHIM_FILE_SYMBOLS_H
#define SAFECANCEL_SHIM_FILE_SYMBOLS_H

#include <elf.h>
#include <link.h>
#include <stddef.h>

namespace safecancel {

/* A file, mapped for reading while this exists.  No assumption about its contents. */
class FileSymbols {
public:
    explicit FileSymbols(const char *path);
    ~FileSymbols();
    FileSymbols(const FileSymbols &) = delete;
    FileSymbols &operator=(const FileSymbols &) = delete;

    /* The defined data object `name`, as the file has it; null if there is none. */
    const ElfW(Sym) *find_data(const char *name) const;

private:
    template <class T> const T *at(size_t offset, size_t count) const;
    void find_table();

    const unsigned char *bytes_ = nullptr;
    size_t size_ = 0;
    const ElfW(Sym) *symbols_ = nullptr;
    size_t symbol_count_ = 0;
    const char *names_ = nullptr;
    size_t names_size_ = 0;
};

} // namespace safecancel

#endif
