/* SPDX-License-Identifier: MIT */
/* The objects of a process, in the loader's order of look-up, with what could not be found or read. */
#ifndef SAFECANCEL_INSPECT_LOADED_H
#define SAFECANCEL_INSPECT_LOADED_H

#include <string>
#include <vector>

#include "elf_file.h"

namespace safecancel::inspect {

struct Object {
    std::string path;
    std::string name;  /* what it is called in reports: the last part of the path */
    std::string from;  /* "program", "LD_PRELOAD", "/etc/ld.so.preload", "needed by NAME", "mapped" */
    size_t by = 0;     /* the object that needs it, where one does */
    bool ours = false; /* libsafecancel.so */
    bool direct = false; /* the program itself, or what it or a preload names */
    ElfFile elf;

    bool is_libc() const;
    bool is_libc_family() const; /* as the shim has it: also libpthread, librt and libanl of before 2.34 */
    bool is_sanitizer() const;   /* its interceptors call on to the next definition */
    bool imports(std::string_view function) const;
    bool imports_weakly(std::string_view function) const;
    bool exports(std::string_view function) const;
};

struct Problem {
    std::string name, why; /* "was not found", "is for another architecture" */
    std::string by;
};

struct Loaded {
    std::vector<Object> objects;    /* the program comes first */
    std::vector<Problem> not_found; /* libraries without which the program does not start */
    std::vector<Problem> not_read;  /* what is there, but damaged or not ours to read */
    std::vector<Problem> ignored;   /* preloads that the loader passes over */
    std::string glibc;              /* the version of the libc among them; empty: none, or not known */
};

/* The last part of a path. */
std::string last_part(const std::string &path);

} // namespace safecancel::inspect

#endif
