/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  The objects the loader has mapped, in its own order, read
 * through dl_iterate_phdr: which definition of a name comes after ours, and
 * who imports what.  Written out because dlsym(RTLD_NEXT) allocates, takes a
 * look-up per name through every object, and does not say who defines it.
 */
#ifndef SAFECANCEL_SHIM_OBJECTS_H
#define SAFECANCEL_SHIM_OBJECTS_H

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"

namespace safecancel {

/* The hash of DT_GNU_HASH tables. */
constexpr uint32_t gnu_hash(const char *name)
{
    uint32_t hash = 5381;
    for (; *name != '\0'; ++name)
        hash = hash * 33 + static_cast<unsigned char>(*name);
    return hash;
}

/* A name to look up, hashed once; constant where the name is. */
struct SymbolName {
    const char *text;
    uint32_t hash;
    constexpr explicit SymbolName(const char *name) : text(name), hash(gnu_hash(name)) {}
    constexpr SymbolName(const char *name, uint32_t known) : text(name), hash(known) {}
};

struct Symbol {
    uintptr_t address; /* 0: not found */
    size_t size;
};

/* One loaded object's dynamic symbols. */
class Object {
public:
    /* False if `info` has no dynamic symbols. */
    bool read(const dl_phdr_info *info);

    /* The default version of a function or object defined here. */
    Symbol find(const SymbolName &name) const;

    /* True if the object refers to `name` without defining it. */
    bool imports(const char *name) const;

    /* True if one of its segments covers `address`. */
    bool contains(uintptr_t address) const;

    /* Where in its file the byte at `address` stands; -1 if in none of its segments. */
    long file_offset(uintptr_t address) const;

    /* True if it is part of the C library itself. */
    bool is_libc_family() const;
    bool is_libc() const;

    /* True for the one object of the C library that makes threads: libpthread up to 2.33. */
    bool has_threads() const;

    /* Where the loader has put what its file says is at `value`. */
    uintptr_t address_of(uintptr_t value) const { return info_->dlpi_addr + value; }

    /* Its executable segment; empty if it has none. */
    Segment code() const;

    /* Its dynamic symbols and their names. */
    const ElfW(Sym) *symbols() const { return symbols_; }
    const char *strings() const { return strings_; }
    size_t symbol_count() const;

    uintptr_t base() const { return info_->dlpi_addr; }
    const char *soname() const { return soname_; }
    const char *path() const { return info_->dlpi_name; }

private:
    bool defines(uint32_t index, const SymbolName &name) const;
    Symbol find_by_gnu_hash(const SymbolName &name) const;
    Symbol symbol_at(uint32_t index) const;
    const ElfW(Phdr) *segment_of(uintptr_t address) const;
    bool has_default_version(uint32_t index) const;

    const dl_phdr_info *info_ = nullptr;
    const ElfW(Sym) *symbols_ = nullptr;
    const char *strings_ = nullptr;
    size_t string_size_ = 0;
    const ElfW(Half) *versions_ = nullptr;
    const uint32_t *gnu_hash_ = nullptr;
    uint32_t symbol_count_ = 0; /* known only where there is a DT_HASH table */
    const char *soname_ = "";
};

/*
 * Calls `visit(object)` for each object, in the loader's order, until it
 * returns true.  Holds the loader's lock meanwhile: `visit` must not load.
 */
template <class Visit> void for_each_object(Visit visit)
{
    dl_iterate_phdr(
        [](dl_phdr_info *info, size_t, void *data) -> int {
            Object object;
            return object.read(info) && (*static_cast<Visit *>(data))(object) ? 1 : 0;
        },
        &visit);
}

/*
 * The same for the objects after ours, up to and including libc, and for those
 * of libc's family behind it, where libpthread stands if a library needs it but
 * the program itself does not, or if it was loaded later.
 */
template <class Visit> void for_each_object_after(uintptr_t own_address, Visit visit)
{
    bool behind = false, libc_seen = false;
    for_each_object([&](const Object &object) {
        if (!behind) {
            behind = object.contains(own_address);
            return false;
        }
        if (libc_seen && !object.is_libc_family())
            return false;
        libc_seen |= object.is_libc();
        return visit(object);
    });
}

/*
 * Where libc names none, the kernel has handlers return to functions of its
 * vDSO: 32-bit x86 (one for handlers with, one for those without SA_SIGINFO) and
 * 64-bit Arm.  0 where there is none.
 */
void find_restorers(uintptr_t (&restorers)[2]);

} // namespace safecancel

#endif
