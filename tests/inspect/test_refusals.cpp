/* SPDX-License-Identifier: MIT */
/* Input that cannot be used: one line, status 2, and never a wait. */
#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"
#include "subjects.h"

using namespace safecancel;

namespace {

/* `cancelling` with one 16-bit word of its ELF header changed. */
std::string changed(const TemporaryDirectory &directory, size_t offset, unsigned value)
{
    auto bytes = content_of(subject("cancelling"));
    bytes.at(offset) = char(value & 0xff);
    bytes.at(offset + 1) = char(value >> 8);
    return directory.write_program("changed", bytes);
}

Command soon(Command command)
{
    command.deadline = std::chrono::seconds(5);
    return command;
}

}  // namespace

TEST_CASE("usage_errors_are_one_line")
{
    check_refused(inspection({}), "PROGRAM|PID is required");
    check_refused(inspection({"--nonsense", "sh"}), "--nonsense");
    check_refused(inspection({"--library", "/no/such", "sh"}), "/no/such: No such file or directory");
    check_refused(inspection({"--library", "/etc/passwd", "sh"}), "is no ELF file");
    check_refused(inspection({""}), "no program is named");
}

TEST_CASE("help_has_the_exit_statuses")
{
    const auto outcome = run(inspection({"--help"}));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("Exit status: 0 ") != std::string::npos);
    CHECK(outcome.out.find("--json") != std::string::npos);
}

TEST_CASE("what_is_no_regular_file_is_refused_and_not_waited_for")
{
    const TemporaryDirectory directory;
    const auto fifo = directory.file("fifo");
    REQUIRE(mkfifo(fifo.c_str(), 0755) == 0);
    check_refused(soon(inspection({fifo})), "is a FIFO");
    check_refused(soon(inspection({"/dev/zero"})), "is a device");
    check_refused(soon(inspection({directory.path().string()})), "is a directory");
    check_refused(inspection({directory.file("missing")}), "No such file or directory");
    check_refused(inspection({"no-such-program-anywhere"}), "not found in PATH");
    REQUIRE(symlink("loop", directory.file("loop").c_str()) == 0);
    check_refused(inspection({directory.file("loop")}), "Too many levels of symbolic links");
}

TEST_CASE("a_fifo_in_the_place_of_a_library_is_not_waited_for")
{
    const TemporaryDirectory directory;
    const auto program = directory.write_program("direct", content_of(subject("direct_relative")));
    REQUIRE(mkfifo(directory.file("libcanceller.so").c_str(), 0755) == 0);
    const auto outcome = run(soon(inspection({program})));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(outcome.out.find("libcanceller.so is a FIFO") != std::string::npos);
}

TEST_CASE("files_that_are_no_programs_are_refused")
{
    const TemporaryDirectory directory;
    check_refused(inspection({directory.write_program("empty", "")}), "is empty");
    check_refused(inspection({directory.write_program("text", "echo hello\n")}), "is no ELF file");
    check_refused(inspection({directory.write_program("short", "\177ELF\2\1\1")}), "is no ELF file");
    check_refused(inspection({directory.write_program("cut", content_of(subject("cancelling")).substr(0, 60))}), "cut short");
    check_refused(inspection({changed(directory, EI_CLASS, 7)}), "no such class");
    check_refused(inspection({changed(directory, EI_CLASS, ELFCLASS64 | 9 << 8)}), "no such byte order");
    check_refused(inspection({changed(directory, offsetof(Elf64_Ehdr, e_type), ET_REL)}), "no program: link it first");
    check_refused(inspection({changed(directory, offsetof(Elf64_Ehdr, e_type), ET_CORE)}), "no program: link it first");
    check_refused(inspection({changed(directory, offsetof(Elf64_Ehdr, e_phnum), 0)}), "no program headers");
    check_refused(inspection({changed(directory, offsetof(Elf64_Ehdr, e_phnum), 0xffff)}), "no such program headers");
    check_refused(inspection({changed(directory, offsetof(Elf64_Ehdr, e_phentsize), 57)}), "no such program headers");
}

TEST_CASE("other_architectures_are_named")
{
    const TemporaryDirectory directory;
    const auto says = [&](size_t offset, unsigned value, const std::string &text) {
        check_verdict(inspection({changed(directory, offset, value)}), 1, "cannot be preloaded: safecancel is not made for " + text);
    };
    const size_t machine = offsetof(Elf64_Ehdr, e_machine);
    says(machine, EM_RISCV, "RISC-V");
    says(machine, EM_ARM, "32-bit Arm");
    says(machine, 0x1234, "ELF machine 4660");
    auto big = content_of(subject("cancelling"));
    big.at(EI_DATA) = ELFDATA2MSB;
    std::swap(big.at(16), big.at(17)); // e_type
    big.replace(18, 2, std::string("\0\x15", 2)); // EM_PPC64
    check_verdict(inspection({directory.write_program("big", big)}), 1,
                  "cannot be preloaded: safecancel is not made for big-endian 64-bit PowerPC");
}

TEST_CASE("programs_of_another_C_library_or_without_interpreter_are_known")
{
    const TemporaryDirectory directory;
    auto bytes = content_of(subject("cancelling"));
    const auto at = bytes.find("/ld-linux");
    REQUIRE(at != std::string::npos);
    const auto interpreter = json_of(subject("cancelling")).at("program").at("loader").get<std::string>();
    auto other = interpreter;
    other.replace(other.find("/ld-linux"), 9, "/ld-musl-");
    check_verdict(inspection({directory.write_program("musl", std::string(bytes).replace(at, 9, "/ld-musl-"))}), 1,
                  "cannot be preloaded: for another C library (" + other + ")");
    auto gone = interpreter;
    gone.replace(gone.find("/ld-linux"), 9, "/ld-linuX");
    other = std::string(bytes).replace(at, 9, "/ld-linuX");
    const auto outcome = run(inspection({directory.write_program("gone", other)}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(lines_of(outcome.out).size() > 0);
}

TEST_CASE("a_program_of_two_gigabytes_is_not_read_whole")
{
    const TemporaryDirectory directory;
    const auto program = directory.write_program("large", content_of(subject("cancelling")));
    if (truncate(program.c_str(), 2l << 30) != 0)
        SC_SKIP("no room for a large file with a hole");
    const auto outcome = run(soon(inspection({program})));
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.usage.ru_maxrss < 200 * 1024); // KiB
}

TEST_CASE("a_file_that_needs_itself_and_others_in_a_ring_ends")
{
    const TemporaryDirectory directory;
    const auto bytes = content_of(subject("libmiddle.so")); // needs libcanceller.so, by $ORIGIN
    directory.write_program("libcanceller.so", bytes);
    const auto program = directory.write_program("direct", content_of(subject("direct_relative")));
    const auto outcome = run(soon(inspection({program})));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
}

TEST_CASE("control_characters_of_a_file_do_not_reach_the_terminal")
{
    const TemporaryDirectory directory;
    auto bytes = content_of(subject("direct_relative"));
    const auto at = bytes.find("libcanceller.so");
    REQUIRE(at != std::string::npos);
    bytes.replace(at, 5, "\x1b[31m");
    const auto outcome = run(inspection({directory.write_program("coloured", bytes)}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(outcome.out.find('\x1b') == std::string::npos);
    CHECK(outcome.out.find("?[31m") != std::string::npos);
}

TEST_CASE("JSON_is_JSON_whatever_a_file_holds")
{
    const TemporaryDirectory directory;
    auto bytes = content_of(subject("direct_relative"));
    bytes.replace(bytes.find("libcanceller.so"), 5, "\xff\xfe\"\\\n");
    CHECK(json_of(directory.write_program("odd", bytes)).at("not_found").size() == 1);
}

TEST_CASE("a_full_disk_is_no_success")
{
    auto command = inspection({});
    command.argv = {"sh", "-c", std::string(SAFECANCEL_TOOL) + " inspect sh >/dev/full"};
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(3));
    CHECK(lines_of(outcome.err).size() == 1);
}
