/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Reading the loader's objects; see objects.h. */
#include "objects.h"

#include <string.h>

namespace safecancel {

namespace {

/*
 * The loader relocates the addresses in a dynamic section where it lies in
 * writable memory; the kernel's vDSO keeps them relative.
 */
template <class T> const T *dynamic_pointer(uintptr_t base, uintptr_t value)
{
    return reinterpret_cast<const T *>(value < base ? base + value : value);
}

/* The parts of a DT_GNU_HASH table. */
struct GnuHashTable {
    uint32_t bucket_count, first_symbol, bloom_words, bloom_shift;
    const uintptr_t *bloom;
    const uint32_t *buckets, *chains;

    explicit GnuHashTable(const uint32_t *table)
        : bucket_count(table[0]), first_symbol(table[1]), bloom_words(table[2]),
          bloom_shift(table[3]), bloom(reinterpret_cast<const uintptr_t *>(table + 4)),
          buckets(reinterpret_cast<const uint32_t *>(bloom + bloom_words)),
          chains(buckets + bucket_count)
    {
    }

    /* Then `first_symbol` says nothing: GNU ld writes 1. */
    bool is_empty() const
    {
        for (uint32_t bucket = 0; bucket < bucket_count; ++bucket)
            if (buckets[bucket] != 0)
                return false;
        return true;
    }

    bool may_contain(uint32_t hash) const
    {
        constexpr uint32_t bits = sizeof(uintptr_t) * 8;
        const uintptr_t word = bloom[hash / bits % bloom_words];
        return (word >> (hash % bits) & word >> ((hash >> bloom_shift) % bits) & 1) != 0;
    }
};

} // namespace

bool Object::read(const dl_phdr_info *info)
{
    const uintptr_t base = info->dlpi_addr;
    const ElfW(Dyn) *dynamic = nullptr;
    for (int i = 0; i < info->dlpi_phnum; ++i)
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
            dynamic = reinterpret_cast<const ElfW(Dyn) *>(base + info->dlpi_phdr[i].p_vaddr);
    if (dynamic == nullptr)
        return false;

    info_ = info;
    uintptr_t soname = 0;
    for (; dynamic->d_tag != DT_NULL; ++dynamic) {
        const uintptr_t value = dynamic->d_un.d_ptr;
        switch (dynamic->d_tag) {
        case DT_SYMTAB: symbols_ = dynamic_pointer<ElfW(Sym)>(base, value); break;
        case DT_STRTAB: strings_ = dynamic_pointer<char>(base, value); break;
        case DT_VERSYM: versions_ = dynamic_pointer<ElfW(Half)>(base, value); break;
        case DT_GNU_HASH: gnu_hash_ = dynamic_pointer<uint32_t>(base, value); break;
        case DT_HASH: symbol_count_ = dynamic_pointer<uint32_t>(base, value)[1]; break;
        case DT_STRSZ: string_size_ = value; break;
        case DT_SONAME: soname = value; break;
        default: break;
        }
    }
    if (symbols_ == nullptr || strings_ == nullptr || (gnu_hash_ == nullptr && symbol_count_ == 0))
        return false;
    if (soname != 0)
        soname_ = strings_ + soname;
    return true;
}

/* A hidden version is for programs linked long ago; a look-up without version passes it over. */
bool Object::has_default_version(uint32_t index) const
{
    constexpr ElfW(Half) hidden = 0x8000;
    return versions_ == nullptr || (versions_[index] & hidden) == 0;
}

bool Object::defines(uint32_t index, const SymbolName &name) const
{
    const ElfW(Sym) &symbol = symbols_[index];
    const int type = ELF64_ST_TYPE(symbol.st_info);
    return symbol.st_shndx != SHN_UNDEF && ELF64_ST_BIND(symbol.st_info) != STB_LOCAL &&
           (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE) &&
           has_default_version(index) && strcmp(strings_ + symbol.st_name, name.text) == 0;
}

Symbol Object::symbol_at(uint32_t index) const
{
    return {info_->dlpi_addr + symbols_[index].st_value, symbols_[index].st_size};
}

Symbol Object::find_by_gnu_hash(const SymbolName &name) const
{
    const GnuHashTable table(gnu_hash_);
    if (table.bucket_count == 0 || table.bloom_words == 0 || !table.may_contain(name.hash))
        return {};
    uint32_t index = table.buckets[name.hash % table.bucket_count];
    if (index < table.first_symbol)
        return {};
    for (;; ++index) {
        const uint32_t chain = table.chains[index - table.first_symbol];
        if ((chain | 1) == (name.hash | 1) && defines(index, name))
            return symbol_at(index);
        if ((chain & 1) != 0)
            return {};
    }
}

Symbol Object::find(const SymbolName &name) const
{
    if (gnu_hash_ != nullptr)
        return find_by_gnu_hash(name);
    for (uint32_t index = 1; index < symbol_count_; ++index)
        if (defines(index, name))
            return symbol_at(index);
    return {};
}

/* The symbols a GNU hash table leaves out come first, and imports are among them. */
bool Object::imports(const char *name) const
{
    uint32_t limit = gnu_hash_ != nullptr ? GnuHashTable(gnu_hash_).first_symbol : symbol_count_;
    /* A program that exports nothing: its symbols end before their names begin, if not earlier. */
    if (gnu_hash_ != nullptr && GnuHashTable(gnu_hash_).is_empty()) {
        const auto names = reinterpret_cast<uintptr_t>(strings_), first = reinterpret_cast<uintptr_t>(symbols_);
        limit = names > first ? static_cast<uint32_t>((names - first) / sizeof *symbols_) : limit;
    }
    for (uint32_t index = 1; index < limit; ++index)
        if (symbols_[index].st_shndx == SHN_UNDEF && symbols_[index].st_name < string_size_ &&
            strcmp(strings_ + symbols_[index].st_name, name) == 0)
            return true;
    return false;
}

const ElfW(Phdr) *Object::segment_of(uintptr_t address) const
{
    for (int i = 0; i < info_->dlpi_phnum; ++i) {
        const ElfW(Phdr) &segment = info_->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD &&
            address - (info_->dlpi_addr + segment.p_vaddr) < segment.p_memsz)
            return &segment;
    }
    return nullptr;
}

bool Object::contains(uintptr_t address) const
{
    return segment_of(address) != nullptr;
}

long Object::file_offset(uintptr_t address) const
{
    const ElfW(Phdr) *segment = segment_of(address);
    if (segment == nullptr)
        return -1;
    return static_cast<long>(segment->p_offset + (address - info_->dlpi_addr - segment->p_vaddr));
}

Segment Object::code() const
{
    for (int i = 0; i < info_->dlpi_phnum; ++i) {
        const ElfW(Phdr) &segment = info_->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0)
            return {info_->dlpi_addr + segment.p_vaddr, segment.p_memsz};
    }
    return {};
}

/* A GNU hash table does not say: the last symbol ends the chain of the highest bucket. */
size_t Object::symbol_count() const
{
    if (gnu_hash_ == nullptr)
        return symbol_count_;
    const GnuHashTable table(gnu_hash_);
    uint32_t last = 0;
    for (uint32_t bucket = 0; bucket < table.bucket_count; ++bucket)
        if (table.buckets[bucket] > last)
            last = table.buckets[bucket];
    if (last < table.first_symbol)
        return table.first_symbol;
    while ((table.chains[last - table.first_symbol] & 1) == 0)
        ++last;
    return last + 1;
}

bool Object::is_libc() const
{
    return strcmp(soname_, "libc.so.6") == 0;
}

bool Object::has_threads() const
{
    return is_libc_family() && find(SymbolName("pthread_create")).address != 0;
}

/* Until 2.34 the threads and the message queues were objects of their own. */
bool Object::is_libc_family() const
{
    return is_libc() || strcmp(soname_, "libpthread.so.0") == 0 ||
           strcmp(soname_, "librt.so.1") == 0 || strcmp(soname_, "libanl.so.1") == 0;
}

void find_restorers(uintptr_t (&restorers)[2])
{
    for_each_object([&](const Object &object) {
        const uintptr_t found = object.find(SymbolName("__kernel_rt_sigreturn")).address;
        if (found == 0 || object.is_libc_family())
            return false;
        restorers[0] = found;
        restorers[1] = object.find(SymbolName("__kernel_sigreturn")).address;
        return true;
    });
}

} // namespace safecancel
