/* SPDX-License-Identifier: MIT */
/* What the launcher refuses: one line on stderr that says what to do, and the exit status for it. */
#include "catch.hpp"
#include "stage.h"

#include <elf.h>

using namespace safecancel;

namespace {

/* Checks that the launcher refuses: `status`, and one line with `text`. */
void check_refused(const Command &command, int status, const std::string &text)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.out.empty());
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("safecancel: ") == 0);
    CHECK(outcome.err.find(text) != std::string::npos);
}

/* `launched` with one 16-bit word of its ELF header changed. */
std::string changed(const TemporaryDirectory &stage, size_t offset, unsigned value)
{
    auto bytes = content_of(launched());
    bytes.at(offset) = char(value & 0xff);
    bytes.at(offset + 1) = char(value >> 8);
    return stage.write("changed", bytes, 0755);
}

}  // namespace

TEST_CASE("launcher_refuses_wrong_usage_with_125")
{
    check_refused(launch({}), 125, "no program named");
    check_refused(launch({"--stats"}), 125, "no program named");
    check_refused(launch({"--nonsense", launched()}), 125, "--nonsense: no such option");
}

TEST_CASE("launcher_refuses_a_missing_program_with_127")
{
    const TemporaryDirectory stage;
    check_refused(launch({"no-such-program"}), 127, "no-such-program: not found in PATH");
    check_refused(launch({""}), 127, "not found in PATH");
    check_refused(launch({"./no-such-program"}), 127, "./no-such-program: no such file");
    check_refused(launch({stage.write("script", "#!/usr/bin/env no-such-program\n", 0755)}), 127,
                  "no-such-program: not found in PATH");
}

TEST_CASE("launcher_refuses_what_cannot_be_executed_with_126")
{
    const TemporaryDirectory stage;
    check_refused(launch({stage.write("plain", "#!/bin/sh\n", 0644)}), 126, "plain: not executable: chmod +x");
    check_refused(launch({stage.path().string()}), 126, "is a directory");
    check_refused(launch({"/dev/null"}), 126, "is not a regular file");
    auto command = launch({"plain"});
    command.environment.push_back("PATH=" + stage.path().string() + ":" + std::getenv("PATH"));
    check_refused(command, 126, "plain: not executable");
}

TEST_CASE("launcher_refuses_files_without_ELF_header_or_interpreter")
{
    const TemporaryDirectory stage;
    const std::string text = "not ELF and no interpreter";
    check_refused(launch({stage.write("empty", "", 0755)}), 126, text);
    check_refused(launch({stage.write("text", "echo hello\n", 0755)}), 126, text);
    check_refused(launch({stage.write("almost", "\177ELG", 0755)}), 126, text);
}

TEST_CASE("launcher_refuses_statically_linked_programs")
{
    if (launched("_static").empty())
        SC_SKIP("nothing can be linked statically here");
    const auto alone = run(with_shim(Command{{launched("_static")}}));
    INFO(alone.describe());
    REQUIRE(has_line(alone.out, "mapped=no"));
    check_refused(launch({launched("_static")}), 126, "_static: statically linked");

    const TemporaryDirectory stage;
    const auto script = stage.write("script", "#!" + launched("_static") + "\n", 0755);
    check_refused(launch({script}), 126, "_static: statically linked");
}

TEST_CASE("launcher_refuses_programs_for_another_architecture")
{
    const TemporaryDirectory stage;
    check_refused(launch({changed(stage, offsetof(Elf64_Ehdr, e_machine), EM_RISCV)}), 126,
                  "for another architecture (ELF machine 243; safecancel is for ");
    const unsigned class_and_order = ELFCLASS32 | ELFDATA2LSB << 8;
    check_refused(launch({changed(stage, EI_CLASS, class_and_order)}), 126, "for another architecture");
}

TEST_CASE("launcher_refuses_objects_that_are_no_programs")
{
    const TemporaryDirectory stage;
    check_refused(launch({changed(stage, offsetof(Elf64_Ehdr, e_type), ET_REL)}), 126, "no program");
    check_refused(launch({changed(stage, offsetof(Elf64_Ehdr, e_phnum), 0)}), 126, "damaged");
}

TEST_CASE("launcher_refuses_programs_for_another_C_library")
{
    const TemporaryDirectory stage;
    auto bytes = content_of(launched());
    const std::string from = "/ld-linux", to = "/ld-musl-";
    const auto at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    check_refused(launch({stage.write("other", bytes.replace(at, from.size(), to), 0755)}), 126,
                  "for another C library");
}

TEST_CASE("launcher_looks_through_interpreters")
{
    const TemporaryDirectory stage;
    check_refused(launch({stage.write("none", "#! \n", 0755)}), 126, "names no interpreter");
    check_refused(launch({stage.write("gone", "#!/no/such/interpreter -x\n", 0755)}), 126,
                  "its interpreter /no/such/interpreter is missing");
    const auto self = (stage.path() / "self").string();
    check_refused(launch({stage.write("self", "#!" + self + "\n", 0755)}), 126, "too many interpreters");
    check_refused(launch({stage.write("env", "#!/usr/bin/env -S A=1 -i " + self + " -x\n", 0755)}), 126,
                  "too many interpreters");

    const auto outcome = run(launch({stage.write("fine", "#!" + launched() + " exit\n", 0755)}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "mapped=yes"));
}

TEST_CASE("launcher_refuses_an_object_it_cannot_preload_with_125")
{
    const TemporaryDirectory stage;
    auto command = launch({launched()});
    for (const auto *name : {"a b/x.so", "a:b/x.so", "$a/x.so"}) {
        command.environment.push_back("SAFECANCEL_LIBRARY=" + stage.copy(shim_path(), name));
        check_refused(command, 125, "cannot be preloaded: move safecancel elsewhere");
    }
    command.environment.push_back("SAFECANCEL_LIBRARY=/no/such/object");
    check_refused(command, 125, "/no/such/object is missing");
    command.environment.push_back("SAFECANCEL_LIBRARY=" + stage.write("text.so", "hello\n"));
    check_refused(command, 125, "text.so: no ELF object");
}
