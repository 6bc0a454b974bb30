/* SPDX-License-Identifier: MIT */
/*
 * Programs that gain privileges: the loader preloads nothing into them, so the
 * launcher refuses.  These tests change owners, so most need root.
 */
#include "catch.hpp"
#include "stage.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace safecancel;

namespace {

constexpr unsigned somebody = 65534;

/* A copy of `launched` with that owner, group and mode. */
std::string owned(const TemporaryDirectory &stage, uid_t user, gid_t group, mode_t mode)
{
    const auto file = stage.copy(launched(), "owned");
    if (chown(file.c_str(), user, group) != 0 || chmod(file.c_str(), mode) != 0)
        throw std::runtime_error("cannot change " + file);
    return file;
}

void check_refused(const Command &command, const std::string &text)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(126));
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find(text) != std::string::npos);
}

/* The launcher and the object, copied where everybody may read them, run as somebody. */
Command launch_as_somebody(const TemporaryDirectory &stage, const std::string &program)
{
    const auto script = stage.copy(launcher(), "launcher");
    const auto object = stage.copy(shim_path(), "libsafecancel.so");
    const auto id = std::to_string(somebody);
    Command command{{"setpriv", "--reuid", id, "--regid", id, "--clear-groups", script, program}};
    command.environment = {"SAFECANCEL_LIBRARY=" + object, "SAFECANCEL=off"};
    command.directory = "/";
    return command;
}

}  // namespace

TEST_CASE("launcher_refuses_a_program_that_changes_its_user")
{
    if (geteuid() != 0)
        SC_SKIP("only root can give a file to another user");
    const TemporaryDirectory stage;
    check_refused(launch({owned(stage, somebody, getgid(), 04755)}), "owned: set-user-ID: ");
    check_refused(launch({owned(stage, getuid(), somebody, 02755)}), "owned: set-group-ID: ");
}

TEST_CASE("launcher_runs_a_program_that_keeps_its_user")
{
    const TemporaryDirectory stage;
    auto outcome = run(launch({owned(stage, getuid(), getgid(), 06755)}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "mapped=yes"));
}

TEST_CASE("launcher_refuses_a_program_with_file_capabilities")
{
    if (geteuid() != 0)
        SC_SKIP("only root can give a file capabilities");
    const TemporaryDirectory stage;
    const auto file = owned(stage, 0, 0, 0755);
    const auto plain = run(launch_as_somebody(stage, file));
    INFO(plain.describe());
    if (!plain.exited(0))
        SC_SKIP("setpriv cannot change the user here");
    if (access("/usr/sbin/setcap", X_OK) != 0 && access("/sbin/setcap", X_OK) != 0)
        SC_SKIP("no setcap (libcap2-bin)");
    Command set{{"setcap", "cap_net_raw+p", file}};
    set.environment = {"PATH=/usr/sbin:/sbin:/usr/bin:/bin"};
    if (!run(set).exited(0))
        SC_SKIP("this file system keeps no capabilities");
    check_refused(launch_as_somebody(stage, file), "owned: with file capabilities: ");
}

TEST_CASE("launcher_runs_a_program_it_may_not_read")
{
    if (geteuid() != 0)
        SC_SKIP("only root can give a file to another user");
    const TemporaryDirectory stage;
    const auto outcome = run(launch_as_somebody(stage, owned(stage, 0, 0, 0711)));
    INFO(outcome.describe());
    if (outcome.err.find("setpriv") == 0)
        SC_SKIP("setpriv cannot change the user here");
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "argv0=" + (stage.path() / "owned").string()));
}
