/* SPDX-License-Identifier: MIT */
/* Programs that cancel nothing do not notice the shim, armed or waiting to be. */
#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"
#include "emulated.h"
#include "libc.h"
#include "programs.h"

using namespace safecancel;

namespace {

/* Status, output and errors, armed at once and only when needed, are those of the stock run. */
void check_unchanged(const Command &command)
{
    const auto stock = run(command);
    INFO("stock: " << stock.describe());
    for (const auto &shim : {with_shim(command), armed(command)}) {
        const auto outcome = run(shim);
        INFO("with the shim: " << outcome.describe());
        CHECK(outcome.status == stock.status);
        CHECK(!outcome.late);
        CHECK(outcome.out == stock.out);
        CHECK(outcome.err == stock.err);
    }
}

Command shell(const std::string &script, const std::string &input = "")
{
    return Command{{"sh", "-c", script}, {}, input};
}

}  // namespace

TEST_CASE("ordinary_programs_are_unchanged", "[ordinary]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    check_unchanged(Command{{"true"}});
    check_unchanged(Command{{"false"}});
    check_unchanged(shell("exit 3"));
    check_unchanged(Command{{"cat"}, {}, "some\ninput\n"});
    check_unchanged(Command{{"cat", "/no/such/file"}});
    check_unchanged(Command{{"ls", "-a", "/"}});
    check_unchanged(shell("cat; echo error >&2; exit 4", std::string(1 << 20, 'x')));
}

TEST_CASE("signals_that_end_a_program_are_unchanged", "[ordinary]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    check_unchanged(shell("kill -TERM $$"));
    check_unchanged(shell("ulimit -c 0; kill -SEGV $$"));
}

TEST_CASE("children_of_a_shell_see_the_same_descriptors_and_signals", "[ordinary]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    check_unchanged(shell("ls /proc/self/fd | cat"));
    check_unchanged(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status"));
}

TEST_CASE("children_inherit_the_shim", "[ordinary]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    const auto direct = run(armed(shell("'" + program_path("lost") + "' read 500")));
    INFO(direct.describe());
    CHECK(direct.exited(0));
    CHECK(number_after(direct.out, "lost") == 0);
    CHECK(number_after(direct.out, "kept") == 500);
}

/* The loader ignores LD_PRELOAD there; what matters is that parent and child go on. */
TEST_CASE("set_user_ID_child_just_runs", "[set_user_id]")
{
    SC_NEEDS_PROGRAMS_OF_THE_SYSTEM();
    if (geteuid() != 0)
        SC_SKIP("not root: no program of another user can be made");
    if (is_emulated())
        SC_SKIP("an emulator starts a program without the rights of its file");
    const TemporaryDirectory directory;
    const auto path = directory.copy(program_path("lost"), "lost");
    REQUIRE(chown(path.c_str(), 65534, 65534) == 0);
    REQUIRE(chmod(path.c_str(), 04755) == 0);
    const auto command = shell("'" + path + "' read 20; echo status=$?");
    const auto stock = run(command);
    const auto shim = run(with(armed(command), "SAFECANCEL_VERBOSE=1"));
    INFO("stock: " << stock.describe());
    INFO("with the shim: " << shim.describe());
    CHECK(number_after(stock.out, "status") == 0);
    CHECK(number_after(shim.out, "status") == 0);
    CHECK(number_after(shim.out, "cancels") == 20);
    /* The shell arms, unless there is no libpthread in it to arm for. */
    CHECK(lines_of(shim.err, "safecancel: points only").size() + lines_of(shim.err, "safecancel: full").size() ==
          (libc_has_libpthread() ? 0 : 1));
}
