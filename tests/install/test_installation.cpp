/* SPDX-License-Identifier: MIT */
/* The launcher finds its object: in a source tree, installed, moved, and not at all. */
#include "catch.hpp"
#include "stage.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Installs a build, this one if none is named, below the stage; returns the prefix. */
fs::path install(const TemporaryDirectory &stage, const fs::path &build = SAFECANCEL_BUILD)
{
    const auto prefix = stage.path() / "prefix";
    const auto outcome = run(Command{{SAFECANCEL_CMAKE, "--install", build, "--prefix", prefix}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return prefix;
}

/* The build of the preset i386. */
const fs::path build_32 = SAFECANCEL_SOURCE "/build/i386";

/* Why there is nothing for 32-bit x86 to be tested; empty if there is. */
std::string no_32_bits()
{
    if (sizeof(void *) != 8)
        return "this is no 64-bit build";
    if (launched("_32").empty())
        return "the compiler makes no 32-bit programs: scripts/setup i386";
    return fs::exists(build_32 / "shim/libsafecancel.so") ? "" : "the preset i386 is not built";
}

/* Runs `launched` by the launcher below the prefix; it has to be armed, with the object of that prefix. */
void check_works(const fs::path &launcher, const fs::path &object)
{
    const auto outcome = run(Command{{launcher, "--require", launched(), "exit", "3"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(outcome.err.empty());
    CHECK(has_line(outcome.out, "LD_PRELOAD=" + object.string()));
}

}  // namespace

TEST_CASE("source_tree_uses_its_release_build")
{
    const TemporaryDirectory stage;
    stage.write("tree/shim/points.def", "");
    const auto script = stage.copy(launcher(), "tree/scripts/safecancel");
    const auto unbuilt = run(Command{{script, launched()}});
    INFO(unbuilt.describe());
    CHECK(unbuilt.exited(125));
    CHECK(unbuilt.err == "safecancel: not built yet: run " + (stage.path() / "tree").string() +
                             "/scripts/demo, or see README.md\n");

    const auto object = stage.copy(shim_path(), "tree/build/release/shim/libsafecancel.so");
    stage.copy(SAFECANCEL_AUDIT, "tree/build/release/shim/libsafecancel-audit.so");
    check_works(script, object);
}

TEST_CASE("installation_works_wherever_it_is_moved")
{
    const TemporaryDirectory stage;
    const fs::path object = fs::path(SAFECANCEL_LIBDIR) / "safecancel/libsafecancel.so";
    const auto prefix = install(stage);
    check_works(prefix / "bin/safecancel", prefix / object);

    const auto moved = stage.path() / "moved";
    fs::rename(prefix, moved);
    check_works(moved / "bin/safecancel", moved / object);

    const auto link = stage.path() / "link";
    fs::create_symlink("moved/bin/safecancel", link);
    check_works(link, moved / object);
}

TEST_CASE("installation_finds_every_library_directory")
{
    const TemporaryDirectory stage;
    const auto prefix = install(stage);
    const auto kept = stage.path() / "kept";
    fs::rename(prefix / SAFECANCEL_LIBDIR / "safecancel", kept);
    for (const auto *directory : {"lib/x86_64-linux-gnu/safecancel", "lib64/safecancel", "lib/safecancel", "lib"}) {
        fs::remove_all(prefix / "lib");
        fs::remove_all(prefix / "lib64");
        fs::create_directories((prefix / directory).parent_path());
        fs::copy(kept, prefix / directory, fs::copy_options::recursive);
        check_works(prefix / "bin/safecancel", prefix / directory / "libsafecancel.so");
    }
}

/* Programs of both architectures, started by the launcher or by one of the other. */
TEST_CASE("installations_of_two_architectures_serve_both")
{
    const auto reason = no_32_bits();
    if (!reason.empty())
        SC_SKIP(reason);
    const TemporaryDirectory stage;
    const auto prefix = install(stage);
    const std::string object = "LD_PRELOAD=" + (prefix / "$LIB/safecancel/libsafecancel.so").string();
    const std::vector<std::string> started[] = {{launched()}, {launched("_32")}, {"sh", "-c", launched("_32")}};

    /* With this architecture's alone the loader has something to say in the 32-bit child. */
    const auto alone = run(Command{{prefix / "bin/safecancel", "sh", "-c", launched("_32")}});
    INFO(alone.describe());
    CHECK(has_line(alone.out, "mapped=no"));
    CHECK_FALSE(alone.err.empty());

    install(stage, build_32);
    for (const auto &program : started) {
        Command command{{prefix / "bin/safecancel", "--require"}};
        command.argv.insert(command.argv.end(), program.begin(), program.end());
        const auto outcome = run(command);
        INFO(outcome.describe());
        CHECK(outcome.exited(0));
        CHECK(outcome.err.empty());
        CHECK(has_line(outcome.out, "mapped=yes"));
        CHECK(has_line(outcome.out, object));
    }
}

TEST_CASE("installation_for_another_architecture_says_so")
{
    const auto reason = no_32_bits();
    if (!reason.empty())
        SC_SKIP(reason);
    const TemporaryDirectory stage;
    const auto prefix = install(stage, build_32);
    const auto works = run(Command{{prefix / "bin/safecancel", "--require", launched("_32"), "exit", "3"}});
    INFO(works.describe());
    CHECK(works.exited(3));
    const auto other = run(Command{{prefix / "bin/safecancel", launched()}});
    INFO(other.describe());
    CHECK(other.exited(126));
    CHECK(other.err.find("for another architecture (x86-64; safecancel is for 32-bit x86)") != std::string::npos);
}

TEST_CASE("installation_without_its_object_says_so")
{
    const TemporaryDirectory stage;
    const auto prefix = install(stage);
    fs::remove_all(prefix / SAFECANCEL_LIBDIR);
    const auto outcome = run(Command{{prefix / "bin/safecancel", launched()}});
    INFO(outcome.describe());
    CHECK(outcome.exited(125));
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("install safecancel again") != std::string::npos);
}

TEST_CASE("installation_without_its_audit_stands_aside")
{
    const TemporaryDirectory stage;
    const auto prefix = install(stage);
    REQUIRE(fs::remove(prefix / SAFECANCEL_LIBDIR / "safecancel/libsafecancel-audit.so"));
    const auto outcome = run(Command{{prefix / "bin/safecancel", launched(), "exit", "3"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("safecancel: off: ") == 0);

    const auto required = run(Command{{prefix / "bin/safecancel", "--require", launched(), "exit", "3"}});
    INFO(required.describe());
    CHECK(required.exited(125));
    CHECK(required.out.empty());
}
