/* SPDX-License-Identifier: MIT */
/* A program with file capabilities, looked at by somebody who gains them. */
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdint>

#include "catch.hpp"
#include "subjects.h"

using namespace safecancel;

TEST_CASE("file_capabilities_keep_the_loader_from_preloading")
{
    if (geteuid() != 0)
        SC_SKIP("only root can give a file capabilities");
    const TemporaryDirectory directory;
    const auto program = directory.write_program("capable", content_of(subject("cancelling")));
    /* struct vfs_cap_data, revision 2, permitted: CAP_NET_BIND_SERVICE */
    static constexpr uint32_t capability[] = {0x02000001, 1u << 10, 0, 0, 0};
    if (setxattr(program.c_str(), "security.capability", capability, sizeof capability, 0) != 0)
        SC_SKIP("this file system has no file capabilities");
    CHECK(json_of(program).at("program").at("privileges") == "file capabilities");
    CHECK(json_of(program).at("program").at("gains_privileges") == false); // root has them
    const auto tool = directory.write_program("tool", content_of(SAFECANCEL_TOOL));
    const auto shim = directory.write_program("libsafecancel.so", content_of(shim_path()));
    Command command{{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", tool,
                     "inspect", program}};
    command.environment = std::vector<std::string>(1, "SAFECANCEL_LIBRARY=" + shim);
    command.directory = directory.path().string();
    check_verdict(command, 1, "runs with privileges (file capabilities): the loader preloads nothing");
}
