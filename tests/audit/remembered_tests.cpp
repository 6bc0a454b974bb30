/* SPDX-License-Identifier: MIT */
/* What is remembered of an instruction is what Capstone would say of its bytes again, wherever they are. */
#include <catch.hpp>

#include <link.h>
#include <string.h>

#include <memory>

#include "disassembler.h"

using namespace safecancel;

namespace {

/* Enough for each form to be met many times, and few enough for an emulator. */
constexpr unsigned kInstructions = 60000;

struct Code {
    const uint8_t *bytes = nullptr;
    size_t size = 0;
};

/* The code of this process's libc. */
Code code_of_libc()
{
    Code code;
    dl_iterate_phdr(
        [](dl_phdr_info *info, size_t, void *found) {
            const char *slash = strrchr(info->dlpi_name, '/');
            if (slash == nullptr || strncmp(slash, "/libc", 5) != 0)
                return 0;
            for (int i = 0; i < info->dlpi_phnum; ++i) {
                const ElfW(Phdr) &segment = info->dlpi_phdr[i];
                if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0)
                    *static_cast<Code *>(found) = {
                        reinterpret_cast<const uint8_t *>(info->dlpi_addr + segment.p_vaddr), segment.p_memsz};
            }
            return 1;
        },
        &code);
    return code;
}

/* Nothing where it is no instruction. */
Instruction decode_one(Disassembler &disassembler, const uint8_t *bytes, size_t size, uint64_t address)
{
    Instruction instruction = {};
    if (disassembler.decode(bytes, size, address, &instruction, 1) != 1)
        instruction = {};
    return instruction;
}

bool are_same(const Instruction &a, const Instruction &b)
{
    return a.address == b.address && a.target == b.target && a.displacement == b.displacement &&
           a.immediate == b.immediate && a.written == b.written && a.stores == b.stores && a.size == b.size &&
           a.width == b.width && a.op == b.op && a.place == b.place && a.condition == b.condition && a.to == b.to &&
           a.from == b.from && a.base == b.base && a.index == b.index && a.second == b.second &&
           strcmp(a.name, b.name) == 0;
}

} // namespace

TEST_CASE("remembered_instructions_are_what_they_would_be_decoded_to")
{
    const Code code = code_of_libc();
    REQUIRE(code.size > 100000);
    Disassembler disassembler;
    REQUIRE(disassembler.open() == nullptr);
    Disassembler::forget();
    const uint64_t start = reinterpret_cast<uintptr_t>(code.bytes);
    const auto remembered = std::make_unique<Instruction[]>(kInstructions);
    size_t offset = 0;
    for (unsigned i = 0; i < kInstructions; ++i) {
        remembered[i] = decode_one(disassembler, code.bytes + offset, code.size - offset, start + offset);
        offset += remembered[i].size != 0 ? remembered[i].size : 1;
        if (offset >= code.size)
            break;
    }
    offset = 0;
    unsigned wrong = 0;
    for (unsigned i = 0; i < kInstructions && offset < code.size; ++i) {
        Disassembler::forget();
        const Instruction anew = decode_one(disassembler, code.bytes + offset, code.size - offset, start + offset);
        wrong += !are_same(anew, remembered[i]);
        offset += anew.size != 0 ? anew.size : 1;
    }
    CHECK(wrong == 0);
    disassembler.close();
}

TEST_CASE("remembered_instructions_are_not_read_past_the_end")
{
    /* All but the last byte of an instruction that is known: that is none. */
    const Code code = code_of_libc();
    Disassembler disassembler;
    REQUIRE(disassembler.open() == nullptr);
    const uint64_t start = reinterpret_cast<uintptr_t>(code.bytes);
    size_t offset = 0;
    for (unsigned i = 0; i < 1000; ++i) {
        const Instruction whole = decode_one(disassembler, code.bytes + offset, code.size - offset, start + offset);
        const size_t size = whole.size != 0 ? whole.size : 1;
        const std::unique_ptr<uint8_t[]> cut(new uint8_t[size]);
        memcpy(cut.get(), code.bytes + offset, size);
        const Instruction part = decode_one(disassembler, cut.get(), size - 1, start + offset);
        CHECK(part.size < size);
        offset += size;
    }
    disassembler.close();
}
