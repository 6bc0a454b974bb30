/* SPDX-License-Identifier: MIT */
/* main() of every Catch2 driver: runs the tests and turns "some were skipped" into exit status 77. */
#define CATCH_CONFIG_RUNNER
#include "catch.hpp"

#include <iostream>

namespace {

int skipped;

}  // namespace

void safecancel::note_skipped(const std::string &reason)
{
    ++skipped;
    std::cout << "skipped: " << reason << std::endl;
}

int main(int argc, char **argv)
{
    Catch::Session session;
#if defined(CATCH_VERSION_MAJOR) && CATCH_VERSION_MAJOR == 2
    /* Without this a tag that matches no test passes; Catch2 3 fails by itself. */
    session.configData().warnings = Catch::WarnAbout::What(session.configData().warnings | Catch::WarnAbout::NoTests);
#endif
    if (session.run(argc, argv) != 0)
        return 1;
    return skipped ? 77 : 0;
}
