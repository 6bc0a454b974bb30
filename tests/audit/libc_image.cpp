/* SPDX-License-Identifier: MIT */
/* See libc_image.hpp. */
#include "libc_image.hpp"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <link.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "layout.hpp"

namespace safecancel {
namespace {

/* Bits of cancelhandling in glibc's struct pthread. */
constexpr uint8_t kAsynchronous = 0x02, kCanceled = 0x08;

/* Where this processor's addresses may be. */
constexpr uint64_t kFirstBase = UINTPTR_MAX > UINT32_MAX ? 0x7f0000000000 : 0x40000000, kBetweenBases = 0x10000000;

std::vector<uint8_t> read_file(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error(path + ": cannot be read");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/* The `index`-th of a table of structures in the file. */
template <class T> const T *entry(const std::vector<uint8_t> &file, uint64_t offset, size_t index)
{
    offset += index * sizeof(T);
    if (offset > file.size() || file.size() - offset < sizeof(T))
        throw std::runtime_error("the file is too short");
    return reinterpret_cast<const T *>(file.data() + offset);
}

void copy_code(const ElfW(Ehdr) & header, ObjectImage *image)
{
    for (unsigned i = 0; i < header.e_phnum; ++i) {
        const auto *segment = entry<ElfW(Phdr)>(image->file, header.e_phoff, i);
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_X) == 0)
            continue;
        entry<uint8_t>(image->file, segment->p_offset, segment->p_filesz - 1);
        const uint8_t *first = image->file.data() + segment->p_offset;
        image->code.assign(first, first + segment->p_filesz);
        image->facts.code = image->code.data();
        image->facts.size = image->code.size();
        image->facts.start = image->facts.base + segment->p_vaddr;
        return;
    }
    throw std::runtime_error("no executable segment");
}

void find_symbols(const ElfW(Ehdr) & header, ObjectImage *image)
{
    for (unsigned i = 0; i < header.e_shnum; ++i) {
        const auto *section = entry<ElfW(Shdr)>(image->file, header.e_shoff, i);
        if (section->sh_type != SHT_DYNSYM)
            continue;
        const auto *strings = entry<ElfW(Shdr)>(image->file, header.e_shoff, section->sh_link);
        image->facts.symbols = image->file.data() + section->sh_offset;
        image->facts.symbol_count = section->sh_size / sizeof(ElfW(Sym));
        image->facts.strings = reinterpret_cast<const char *>(image->file.data() + strings->sh_offset);
        return;
    }
    throw std::runtime_error("no dynamic symbols");
}

std::unique_ptr<ObjectImage> read_object(const std::string &path, uint64_t base)
{
    auto image = std::make_unique<ObjectImage>();
    image->file = read_file(path);
    image->soname = path.substr(path.rfind('/') + 1);
    image->facts = {};
    image->facts.soname = image->soname.c_str();
    image->facts.base = base;
    const auto *header = entry<ElfW(Ehdr)>(image->file, 0, 0);
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        throw std::runtime_error(path + ": no ELF file");
    copy_code(*header, image.get());
    find_symbols(*header, image.get());
    return image;
}

int collect_path(dl_phdr_info *info, size_t, void *paths)
{
    const std::string path = info->dlpi_name;
    for (const char *name : {"/libc.so.6", "/libpthread.so.0", "/librt.so.1", "/libanl.so.1"})
        if (path.size() > strlen(name) && path.compare(path.size() - strlen(name), std::string::npos, name) == 0)
            static_cast<std::vector<std::string> *>(paths)->push_back(path);
    return 0;
}

} // namespace

LibcImage::LibcImage(const std::vector<std::string> &paths)
{
    if (paths.empty() || paths.size() > SC_AUDIT_OBJECTS)
        throw std::runtime_error("a libc has one to four objects");
    for (const std::string &path : paths)
        objects.push_back(read_object(path, kFirstBase + objects.size() * kBetweenBases));
}

ObjectImage &LibcImage::holding(uint64_t address)
{
    for (const auto &object : objects)
        if (address - object->facts.start < object->facts.size)
            return *object;
    throw std::out_of_range("no object lies there");
}

/* From the first object that has one. */
int32_t LibcImage::word_offset() const
{
    for (const auto &object : objects) {
        const auto *symbols = static_cast<const ElfW(Sym) *>(object->facts.symbols);
        for (size_t i = 0; i < object->facts.symbol_count; ++i) {
            const uint64_t offset = object->facts.base + symbols[i].st_value - object->facts.start;
            if (strcmp(object->facts.strings + symbols[i].st_name, kTellsLayout) == 0 &&
                offset < object->code.size() && symbols[i].st_size <= object->code.size() - offset)
                return safecancel::word_offset(object->code.data() + offset, symbols[i].st_size);
        }
    }
    return kWordOffset;
}

sc_audit_libc LibcImage::request() const
{
    sc_audit_libc request = {};
    request.version = SC_AUDIT_VERSION;
    request.word_offset = word_offset();
    request.canceled_bit = kCanceled;
    request.asynchronous_bit = kAsynchronous;
    request.name_windows = 1;
    for (const auto &object : objects)
        request.objects[request.object_count++] = object->facts;
    return request;
}

namespace {

bool libc_is_before(int minor)
{
    return atoi(strchr(gnu_get_libc_version(), '.') + 1) < minor;
}

} // namespace

std::vector<std::string> running_libc_paths()
{
    std::vector<std::string> paths;
    const char *given = getenv("SAFECANCEL_TEST_LIBC");
    std::istringstream list(given != nullptr ? given : "");
    for (std::string path; std::getline(list, path, ':');)
        paths.push_back(path);
    if (!paths.empty())
        return paths;
    if (libc_is_before(34)) /* afterwards all is in libc.so.6 */
        for (const char *name : {"libpthread.so.0", "librt.so.1"})
            dlopen(name, RTLD_NOW);
    dl_iterate_phdr(collect_path, &paths);
    return paths;
}

} // namespace safecancel
