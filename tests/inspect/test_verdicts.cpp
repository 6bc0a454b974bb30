/* SPDX-License-Identifier: MIT */
/* What is said of programs of every kind. */
#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"
#include "subjects.h"

using namespace safecancel;

namespace {

/* How many points the subject has that are covered, and are not, as --json says: the sum is held against nm elsewhere. */
std::string points_of(const std::string &program)
{
    const auto counts = json_of(program).at("counts");
    const size_t covered = counts.at("through the thunk").get<size_t>() + counts.at("in libc's windows").get<size_t>();
    return std::to_string(covered) + " point" + (covered == 1 ? "" : "s") + " covered";
}

std::string machine()
{
    return json_of(subject("cancelling")).at("program").at("architecture");
}

}  // namespace

TEST_CASE("a_program_that_cancels_is_helped")
{
    const auto program = subject("cancelling");
    check_verdict(inspection({program}), 0, "will help: cancels threads (imports pthread_cancel), " + points_of(program));
    const auto outcome = run(inspection({program}));
    INFO(outcome.describe());
    CHECK(has_line(outcome.out, "threads     pthread_cancel: cancelling"));
    CHECK(has_line(outcome.out, "            pthread_create: cancelling"));
    CHECK(has_line(outcome.out, "preloaded   libsafecancel.so (put last by safecancel)"));
    CHECK(has_line(outcome.out, "libraries   2 found")); // libc, and the loader, which libc needs
    CHECK(outcome.out.find("\x1b") == std::string::npos);
}

TEST_CASE("a_program_that_never_cancels_is_not_helped")
{
    check_verdict(inspection({subject("quiet")}), 1, "never cancels threads: nothing to help");
    check_verdict(inspection({subject("opener")}), 1,
                  "never cancels threads: nothing to help (it may still through dlopen)");
}

TEST_CASE("a_library_that_cancels_is_named_and_one_that_is_only_reached_is_said_to_be")
{
    const auto direct = subject("direct"), reaching = subject("reaching");
    check_verdict(inspection({direct}), 0,
                  "will help: cancels threads (libcanceller.so imports pthread_cancel), " + points_of(direct));
    check_verdict(inspection({reaching}), 0,
                  "may help: libcanceller.so imports pthread_cancel (needed by libmiddle.so), " + points_of(reaching));
    const auto library = subject("libcanceller.so");
    check_verdict(inspection({library}), 0,
                  "will help what loads it: cancels threads (imports pthread_cancel), " + points_of(library));
}

TEST_CASE("a_library_that_is_missing_is_named")
{
    const TemporaryDirectory directory;
    const auto program = directory.write_program("direct", content_of(subject("direct_relative")));
    check_verdict(inspection({program}), 1, "never cancels threads: nothing to help; libcanceller.so was not found");
    const auto text = run(inspection({program})).out;
    CHECK(has_line(text, "not found   libcanceller.so, which direct needs"));

    auto found = inspection({program});
    found.environment.push_back("LD_LIBRARY_PATH=" + std::string(SAFECANCEL_SUBJECTS));
    const auto outcome = run(found);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));

    directory.write_program("libcanceller.so", content_of(subject("libcanceller.so"))); // DT_RUNPATH is $ORIGIN
    CHECK(run(inspection({program})).exited(0));
    directory.write_program("libcanceller.so", "\177ELF damaged");
    check_verdict(inspection({program}), 1, "never cancels threads: nothing to help; libcanceller.so cannot be used");
}

TEST_CASE("static_programs_cannot_be_preloaded")
{
    if (subject("static").empty())
        SC_SKIP("nothing can be linked statically here");
    check_verdict(inspection({subject("static")}), 1, "cannot be preloaded: static");
}

TEST_CASE("static_pie_programs_cannot_be_preloaded")
{
    if (subject("static_pie").empty())
        SC_SKIP("no static-pie can be linked here");
    check_verdict(inspection({subject("static_pie")}), 1, "cannot be preloaded: static-pie");
}

TEST_CASE("a_program_for_32_bits_is_for_another_shim")
{
    if (subject("narrow").empty())
        SC_SKIP("no 32-bit program can be linked here");
    check_verdict(inspection({subject("narrow")}), 1,
                  "cannot be preloaded: 32-bit x86, and safecancel here is for " + machine());
    auto both = inspection({subject("narrow")}); // as the launcher says where shims of several kinds are installed
    both.environment.push_back("SAFECANCEL_PRELOAD=/nowhere/$LIB/libsafecancel.so");
    const auto outcome = run(both);
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_of(outcome.out).back().find("will help: cancels threads") == 0);
}

TEST_CASE("AddressSanitizer_is_put_first")
{
    if (subject("asan").empty())
        SC_SKIP("nothing can be linked with AddressSanitizer here");
    const auto json = json_of(subject("asan"));
    CHECK(json.at("helps") == true);
    CHECK(json.at("program").at("address_sanitizer") == true);
    CHECK(json.at("objects").at(1).at("from") == "put first by safecancel");
    CHECK(json.at("objects").at(1).at("name").get<std::string>().find("libasan.so") == 0);
    CHECK(json.at("counts").at("not covered") == 0); // its interceptors call on
    CHECK(json_of(subject("cancelling")).at("program").at("address_sanitizer") == false);
}

TEST_CASE("Go_programs_are_known_by_their_note_and_by_their_section")
{
    check_verdict(inspection({subject("go")}), 1, "Go program: does not use libc's calls");
    const TemporaryDirectory directory;
    const auto copy = directory.file("section"), data = directory.write_program("data", "\xff Go buildinf:");
    const auto made = run(Command{{"objcopy", "--add-section", ".go.buildinfo=" + data, subject("quiet"), copy}});
    INFO(made.describe());
    REQUIRE(made.exited(0));
    check_verdict(inspection({copy}), 1, "Go program: does not use libc's calls");
}

TEST_CASE("scripts_are_followed_to_their_interpreter")
{
    const TemporaryDirectory directory;
    const auto program = subject("cancelling");
    const std::string verdict = "will help: cancels threads (imports pthread_cancel), " + points_of(program);
    const auto plain = directory.write_program("plain", "#! " + program + " -x\n");
    check_verdict(inspection({plain}), 0, verdict);
    check_verdict(inspection({directory.write_program("outer", "#!" + plain + "\n")}), 0, verdict);
    auto by_env = inspection({directory.write_program("by_env", "#!/usr/bin/env -S A=1 -i cancelling\n")});
    by_env.environment.push_back("PATH=" + std::string(SAFECANCEL_SUBJECTS) + ":/usr/bin");
    check_verdict(by_env, 0, verdict);
    CHECK(json_of(plain).at("program").at("scripts") == nlohmann::json::array({plain}));
    const auto self = directory.file("self");
    check_refused(inspection({directory.write_program("self", "#!" + self + "\n")}), "too many interpreters of interpreters");
    check_refused(inspection({directory.write_program("none", "#! \n")}), "its #! line names no interpreter");
    check_refused(inspection({directory.write_program("gone", "#!/no/such -x\n")}), "its interpreter /no/such is missing");
}

TEST_CASE("another_preload_that_comes_after_ours_keeps_its_functions")
{
    const auto neighbour = subject("libneighbour.so"), program = subject("cancelling");
    auto before = json_of(program, {"LD_PRELOAD=" + neighbour});
    const auto reason = [](const nlohmann::json &json) {
        for (const auto &point : json.at("points"))
            if (point.at("name") == "fsync")
                return point.at("way").get<std::string>() + ": " + point.at("reason").get<std::string>();
        return std::string("fsync is missing");
    };
    CHECK(reason(json_of(program)) == "through the thunk: ");
    CHECK(reason(before) == "not covered: libneighbour.so defines it before ours: what that calls is not known");
    CHECK(reason(json_of(subject("with_neighbour"))) ==
          "not covered: chained: left to libneighbour.so, which comes after ours");
    const auto missing = json_of(program, {"LD_PRELOAD=/no/such.so"});
    CHECK(missing.at("ignored_preloads").at(0).at("name") == "/no/such.so");
}

TEST_CASE("a_program_with_another_users_privileges_is_not_preloaded")
{
    if (geteuid() != 0)
        SC_SKIP("only root can give a file to another user");
    const TemporaryDirectory directory;
    const auto program = directory.write_program("privileged", content_of(subject("cancelling")));
    REQUIRE(chown(program.c_str(), 65534, getgid()) == 0);
    REQUIRE(chmod(program.c_str(), 04755) == 0);
    if (json_of(program).at("program").at("gains_privileges") == false)
        SC_SKIP("the directory for temporary files is mounted nosuid");
    const auto outcome = run(inspection({program}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(lines_of(outcome.out).back().find("runs with privileges (set-user-ID ") == 0);
    REQUIRE(chown(program.c_str(), getuid(), getgid()) == 0);
    REQUIRE(chmod(program.c_str(), 04755) == 0);
    const auto own = run(inspection({program}));
    INFO(own.describe());
    CHECK(own.exited(0));
    CHECK(own.out.find("you have them already; others gain them") != std::string::npos);
    REQUIRE(chmod(program.c_str(), 02644) == 0); // without execution by the group: mandatory locking
    CHECK(json_of(program).at("program").at("privileges") == "");
}
