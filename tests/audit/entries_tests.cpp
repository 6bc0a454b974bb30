/* SPDX-License-Identifier: MIT */
/* Kernel entries that are code (32-bit x86): maps of good ones, and what is said of bad ones. */
#include <catch.hpp>
#include <sys/auxv.h>

#include <set>
#include <string>
#include <vector>

#include "audit.h"
#include "i386/entries.h"
#include "libc_object.h"

using namespace safecancel;

namespace {

using Bytes = std::vector<uint8_t>;
constexpr uint64_t kStart = 0x1000;

struct Read {
    bool ok;
    sc_audit_entry entry;
    std::string message;
};

Read read(const Bytes &code)
{
    Read answer{};
    char message[SC_AUDIT_MESSAGE] = "";
    answer.ok = sc_audit_kernel_entry(code.data(), code.size(), kStart, &answer.entry, message) == 0;
    answer.message = message;
    return answer;
}

/* The instructions of the known entries. */
constexpr uint8_t push_ecx = 0x51, push_edx = 0x52, push_ebp = 0x55, pop_ecx = 0x59, pop_edx = 0x5a, pop_ebp = 0x5d;
constexpr uint8_t ret = 0xc3;

/* AMD's and Intel's, as Linux has them. */
const Bytes amd = {push_ecx, push_edx, push_ebp, 0x89, 0xcd, 0x0f, 0x05, 0xcd, 0x80, pop_ebp, pop_edx, pop_ecx, ret};
const Bytes intel = {push_ecx, push_edx, push_ebp, 0x89, 0xe5, 0x0f, 0x34, 0xcd, 0x80, pop_ebp, pop_edx, pop_ecx, ret};

struct Bad {
    const char *sentence;
    Bytes code;
};

const std::vector<Bad> bad_ones = {
    {"it is longer than any known", Bytes(40, push_ecx)},
    {"an instruction the audit does not understand", {push_ecx, 0x0f, 0x31, 0xcd, 0x80, pop_ecx, ret}},
    {"it enters the kernel a second time", {0xcd, 0x80, 0xcd, 0x80, ret}},
    {"it does not pop what it pushed", {push_ecx, 0xcd, 0x80, pop_edx, ret}},
    {"it pushes after the system call", {0xcd, 0x80, push_ecx, pop_ecx, ret}},
    {"it changes a register that it does not pop", {0x89, 0xcd, 0xcd, 0x80, ret}},
    {"it returns without a system call", {0x90, ret}},
    {"no int $0x80, at which the kernel restarts, follows the fast instruction", {0x0f, 0x05, ret}},
    {"it has no return", {0xcd, 0x80}},
};

} // namespace

TEST_CASE("entries_of_linux_are_mapped")
{
    for (const Bytes &code : {amd, intel}) {
        const Read answer = read(code);
        CHECK(answer.message == "");
        REQUIRE(answer.ok);
        CHECK(answer.entry.begin == kStart);
        CHECK(answer.entry.size == code.size());
        CHECK(answer.entry.before == 7); /* the int $0x80, where a restarted call is */
        const std::vector<int> depths = {0, 4, 8, 12, 0xff, 12, 0xff, 12, 0xff, 12, 8, 4, 0};
        const std::vector<int> saved = {0xff, 0xff, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0xff, 0xff};
        for (size_t i = 0; i < code.size(); ++i) {
            INFO(i);
            CHECK(answer.entry.depth[i] == depths[i]);
            CHECK(answer.entry.saved[i] == saved[i]);
        }
    }
}

TEST_CASE("entry_without_fast_instruction_is_mapped")
{
    const Read answer = read({0xcd, 0x80, ret});
    REQUIRE(answer.ok);
    CHECK(answer.entry.before == 0);
    CHECK(answer.entry.size == 3);
}

TEST_CASE("entry_of_this_kernel_is_mapped")
{
    const auto *code = reinterpret_cast<const uint8_t *>(getauxval(AT_SYSINFO));
    if (code == nullptr)
        return; /* a kernel without vDSO: the thunk enters by int $0x80 */
    CHECK(read(Bytes(code, code + 32)).message == "");
}

TEST_CASE("each_bad_entry_is_refused_with_its_message")
{
    for (const Bad &bad : bad_ones) {
        const Read answer = read(bad.code);
        CHECK_FALSE(answer.ok);
        CHECK(answer.message == bad.sentence);
    }
}

TEST_CASE("each_sentence_about_entries_has_a_bad_entry")
{
    std::set<std::string> expected, sentences;
    for (const Bad &bad : bad_ones)
        expected.insert(bad.sentence);
    for (unsigned i = 0; entry_sentence(i) != nullptr; ++i)
        sentences.insert(entry_sentence(i));
    CHECK(sentences == expected);
}
