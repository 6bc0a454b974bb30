/* SPDX-License-Identifier: MIT */
/* The launcher finds its object: in a source tree, installed, moved, and not at all. */
#include "catch.hpp"
#include "stage.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Installs this build below the stage; returns the prefix. */
fs::path install(const Stage &stage)
{
    const auto prefix = stage.path() / "prefix";
    const auto outcome = run(Command{{SAFECANCEL_CMAKE, "--install", SAFECANCEL_BUILD, "--prefix", prefix}});
    INFO(outcome.describe());
    REQUIRE(outcome.exited(0));
    return prefix;
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
    const Stage stage;
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
    const Stage stage;
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
    const Stage stage;
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

TEST_CASE("installation_without_its_object_says_so")
{
    const Stage stage;
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
    const Stage stage;
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
