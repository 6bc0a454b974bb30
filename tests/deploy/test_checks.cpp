/* SPDX-License-Identifier: MIT */
/* Programs that nothing can be preloaded into, and units in which it would not work. */
#include <elf.h>
#include <sys/stat.h>

#include "catch.hpp"
#include "image.h"

using namespace safecancel;

namespace {

/* The image's program, changed by `change`, as /usr/bin/changed, and changed.service for it. */
template <class Change> void changed(const Image &image, Change change, const std::string &lines = "", int mode = 0755)
{
    std::string elf = content_of(image.path("/usr/bin/food"));
    change(elf);
    image.write("/usr/bin/changed", elf, mode);
    ::chmod(image.path("/usr/bin/changed").c_str(), static_cast<mode_t>(mode));
    image.unit("changed.service", "ExecStart=-/usr/bin/changed\n" + lines);
}

/* The program header that names the loader is none any more: as in a static program. */
void lose_interpreter(std::string &elf)
{
    auto *header = reinterpret_cast<Elf64_Ehdr *>(elf.data());
    for (unsigned i = 0; i < header->e_phnum; ++i) {
        auto *segment = reinterpret_cast<Elf64_Phdr *>(elf.data() + header->e_phoff) + i;
        if (segment->p_type == PT_INTERP)
            segment->p_type = PT_NULL;
    }
}

void change_interpreter(std::string &elf)
{
    const size_t at = elf.find("/lib64/ld-linux");
    REQUIRE(at != elf.npos);
    elf.replace(at, 15, "/lib64/ld-musl-");
}

void nothing(std::string &) {}

void check_note(const Outcome &outcome, const std::string &said)
{
    std::string text;
    for (const std::string &line : lines_of(outcome.out))
        text += line.substr(std::min(line.find_first_not_of(' '), line.size())) + " ";
    INFO(said << outcome.describe());
    CHECK(outcome.exited(0));
    CHECK((said.empty() ? text.find("note:") == text.npos : text.find(said) != text.npos));
}

}  // namespace

TEST_CASE("programs_that_cannot_be_preloaded_are_refused", "[checks]")
{
    if (sizeof(void *) != 8)
        SC_SKIP("the headers that are changed here are of 64-bit programs");
    const Image image;
    changed(image, lose_interpreter);
    check_refused(image.enable("changed"), 2, "statically linked");
    changed(image, [](std::string &elf) { reinterpret_cast<Elf64_Ehdr *>(elf.data())->e_machine = EM_PPC64; });
    check_refused(image.enable("changed"), 2, "another architecture");
    if (content_of(image.path("/usr/bin/food")).find("/lib64/ld-linux") != std::string::npos) {
        changed(image, change_interpreter);
        check_refused(image.enable("changed"), 2, "another C library");
    }
    CHECK_FALSE(std::filesystem::exists(image.path("/etc/systemd/system/changed.service.d")));
}

TEST_CASE("a_script_is_judged_by_its_interpreter", "[checks]")
{
    if (sizeof(void *) != 8)
        SC_SKIP("the headers that are changed here are of 64-bit programs");
    const Image image;
    changed(image, lose_interpreter);
    image.write("/usr/bin/script", "#! /usr/bin/changed -x\n", 0755);
    image.unit("script.service", "ExecStart=/usr/bin/script\n");
    check_refused(image.enable("script"), 2, "/usr/bin/changed: statically linked");
    image.write("/usr/bin/script", "#!/usr/bin/food\n", 0755);
    CHECK(image.enable("script").exited(0));
}

TEST_CASE("programs_that_gain_privileges_are_refused", "[checks]")
{
    const Image image;
    changed(image, nothing, "User=daemon\n", 04755);
    check_refused(image.enable("changed"), 2, "set-user-ID");
    changed(image, nothing, "User=daemon\n", 02755);
    check_refused(image.enable("changed"), 2, "set-group-ID");
    changed(image, nothing, "User=daemon\nNoNewPrivileges=yes\n", 04755);
    CHECK(image.enable("changed").exited(0));
    CHECK(image.disable("changed").exited(0));
    changed(image, nothing, "", 04755); /* root's, run by root: nothing is gained */
    CHECK(image.enable("changed").exited(0));
    CHECK(image.disable("changed").exited(0));
    changed(image, nothing, "User=daemon\nAmbientCapabilities=CAP_NET_RAW\n");
    CHECK(image.enable("changed").exited(0));
}

TEST_CASE("a_unit_that_takes_LD_PRELOAD_away_is_refused", "[checks]")
{
    const Image image;
    image.unit("foo.service", "ExecStart=/usr/bin/food\nUnsetEnvironment=A LD_PRELOAD\n");
    check_refused(image.enable("foo"), 2, "UnsetEnvironment");
    image.unit("foo.service", "ExecStart=/usr/bin/food\nUnsetEnvironment=LD_PRELOAD\nUnsetEnvironment=\n");
    CHECK(image.enable("foo").exited(0));
}

TEST_CASE("what_else_would_be_in_the_way_is_noted", "[checks]")
{
    const Image image;
    std::filesystem::create_directories(std::filesystem::path(image.path(shim_path())).parent_path());
    std::filesystem::copy_file(shim_path(), image.path(shim_path()));
    const auto enabled = [&](const std::string &lines) {
        image.unit("foo.service", "ExecStart=/usr/bin/food\n" + lines);
        image.disable("foo");
        return image.enable("foo");
    };
    check_note(enabled(""), "");
    check_note(enabled("SystemCallFilter=@basic-io @process\n"), "SystemCallFilter= allows neither");
    check_note(enabled("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n"), "");
    check_note(enabled("SystemCallFilter=@basic-io\nSystemCallFilter=membarrier:EPERM\n"), "");
    check_note(enabled("SystemCallFilter=@system-service\nSystemCallFilter=~membarrier\n"), "SystemCallFilter= allows neither");
    check_note(enabled("SystemCallFilter=~@mount\n"), "");
    image.write("/etc/default/foo", "A=b\n LD_PRELOAD=/x.so\n");
    check_note(enabled("EnvironmentFile=-/etc/default/foo\n"), "/etc/default/foo sets LD_PRELOAD");
    check_note(enabled("RootDirectory=/srv/jail\n"), "RootDirectory=/srv/jail");
    check_note(enabled("ExecStart=\nExecStart=/usr/bin/absent\n"), "/usr/bin/absent: is not there");
    check_note(enabled("ExecStart=\n"), "has no ExecStart=");
}
