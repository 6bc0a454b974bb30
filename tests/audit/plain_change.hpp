/* SPDX-License-Identifier: MIT */
/* A change to the plain system call of the small unmarked libc; each processor's are in libcs/<arch>/plain.hpp. */
#ifndef SAFECANCEL_TESTS_AUDIT_PLAIN_CHANGE_HPP
#define SAFECANCEL_TESTS_AUDIT_PLAIN_CHANGE_HPP

#include <cstdint>
#include <cstring>
#include <vector>

namespace safecancel {

using Bytes = std::vector<uint8_t>;

/* In the code of sc_internal the first `from` is replaced by `to`; without `from`, what is at the system call. */
struct PlainChange {
    const char *name;
    Bytes from, to;
    const char *said;  /* nullptr: it is one as before */
    uint64_t size = 0; /* and has so many bytes */
};

} // namespace safecancel

#endif
