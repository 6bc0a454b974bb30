/* SPDX-License-Identifier: MIT */
/* What a user could run a program with: one C library, with or without the shim. */
#ifndef SAFECANCEL_BENCH_VARIANT_H
#define SAFECANCEL_BENCH_VARIANT_H

#include <string>
#include <vector>

#include "process.h"

namespace safecancel::bench {

struct Variant {
    std::string name;         /* "glibc 2.41", "glibc 2.41, shim" */
    std::string architecture; /* "x86_64", "i386" */
    std::string libc;         /* "glibc 2.41" */
    bool shim = false;
    bool musl = false;
    bool own = false;                   /* this machine's own libc */
    std::vector<std::string> loader{};  /* in front of a program; empty: the program's own */
    std::string programs;               /* the directory of the workers */
    std::string preload{};              /* the object, if there is one */

    /* The command that runs a program of `programs` with it. */
    Command command(std::vector<std::string> arguments) const;
    /* The same of any other program, which has its own loader. */
    Command outside(std::vector<std::string> arguments) const;
};

/* Where things are, as scripts/bench has built them.  Empty: there is no such thing. */
struct Places {
    std::string build, shim, times;      /* x86-64, or what this machine is */
    std::string build32, shim32;         /* 32-bit x86 */
    std::vector<std::string> roots, roots32; /* Debian systems with another glibc */
    std::string musl_version;
};

/* All that can be had, those of one architecture and libc beside each other. */
std::vector<Variant> find_variants(const Places &places);

/* Those of one architecture; of them only this machine's libc. */
std::vector<Variant> of_architecture(const std::vector<Variant> &all, const std::string &architecture);
std::vector<Variant> own_libc(const std::vector<Variant> &all);

} // namespace safecancel::bench

#endif
