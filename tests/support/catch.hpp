/* SPDX-License-Identifier: MIT */
/*
 * Catch2, 2.13 or 3, and skipping with a reason.
 *
 * SC_SKIP(reason) leaves the test case it stands in.  A driver in which no test
 * failed and one was skipped exits with 77, which ctest reports as skipped: so
 * a test that may be skipped has a ctest entry of its own.  main() is in
 * main.cpp and comes with the target `safecancel_catch`.
 */
#ifndef SAFECANCEL_TESTS_SUPPORT_CATCH_HPP
#define SAFECANCEL_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

namespace safecancel {

/* Prints the reason and lets main() exit with 77.  Used by SC_SKIP only. */
void note_skipped(const std::string &reason);

}  // namespace safecancel

#define SC_SKIP(reason)                     \
    do {                                    \
        ::safecancel::note_skipped(reason); \
        return;                             \
    } while (0)

#endif
