/* SPDX-License-Identifier: MIT */
/* libc's objects, read from files without running them, as the audit wants them described. */
#ifndef SAFECANCEL_TESTS_AUDIT_LIBC_IMAGE_HPP
#define SAFECANCEL_TESTS_AUDIT_LIBC_IMAGE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "audit.h"

namespace safecancel {

/* One object; its code is a private copy, to be spoiled at will. */
struct ObjectImage {
    std::vector<uint8_t> file;
    std::vector<uint8_t> code;
    std::string soname;
    sc_audit_object facts;

    uint8_t *at(uint64_t address) { return &code.at(address - facts.start); }
};

/* A libc of one to SC_AUDIT_OBJECTS objects, each at an address of its own.  Throws what is wrong with a file. */
struct LibcImage {
    std::vector<std::unique_ptr<ObjectImage>> objects;

    explicit LibcImage(const std::vector<std::string> &paths);

    /* The object that lies at `address`. */
    ObjectImage &holding(uint64_t address);

    /* For this processor's layout of struct pthread, with names. */
    sc_audit_libc request() const;

    /* Where this libc has cancelhandling, from the thread pointer. */
    int32_t word_offset() const;
};

/*
 * The files of the libc this program runs with: libc.so.6, and libpthread.so.0
 * and others beside it up to 2.33.  SAFECANCEL_TEST_LIBC=FILE:FILE... stands in
 * for them, so that another libc can be looked at without running it.
 */
std::vector<std::string> running_libc_paths();

} // namespace safecancel

#endif
