/* SPDX-License-Identifier: MIT */
/* x86: calls are found in a whole object, by whichever way, as by looking at each place. */
#include <catch.hpp>

#include <string.h>

#include <iostream>
#include <random>
#include <vector>

#include "x86/find_calls.h"

using namespace safecancel;

namespace {

constexpr size_t kSize = 5;
constexpr unsigned kRoom = 4096;

using Find = decltype(find_calls);

struct Way {
    const char *name;
    Find *find;
};

/* All that this processor can go. */
std::vector<Way> ways()
{
    std::vector<Way> all{{"as arming does", find_calls}, {"one by one", find_calls_one_by_one}};
    if (__builtin_cpu_supports("sse2"))
        all.push_back({"with vectors", find_calls_with_vectors});
    else
        std::cout << "skipped: with vectors: this processor has none" << std::endl;
    return all;
}

struct Code {
    std::vector<uint8_t> bytes;
    uint64_t start, target;

    uint32_t distance(size_t offset) const { return static_cast<uint32_t>(target - (start + offset + kSize)); }

    void write(size_t offset, uint8_t opcode, uint32_t distance)
    {
        bytes.at(offset) = opcode;
        memcpy(bytes.data() + offset + 1, &distance, sizeof distance);
    }

    bool calls_at(size_t offset) const
    {
        uint32_t told;
        memcpy(&told, bytes.data() + offset + 1, sizeof told);
        return (bytes[offset] == 0xe8 || bytes[offset] == 0xe9) && told == distance(offset);
    }

    std::vector<uint64_t> all_calls() const
    {
        std::vector<uint64_t> calls;
        for (size_t offset = 0; offset + kSize <= bytes.size(); ++offset)
            if (calls_at(offset))
                calls.push_back(start + offset);
        return calls;
    }
};

std::vector<uint64_t> found_by(Find *find, const Code &code)
{
    std::vector<uint64_t> found(kRoom);
    const unsigned count = find(code.bytes.data(), code.bytes.size(), code.start, code.target, found.data(), kRoom);
    REQUIRE(count <= kRoom);
    found.resize(count);
    return found;
}

/* Noise in which a part of the places that `seed` draws are calls, jumps, or nearly so. */
Code noise(unsigned seed, size_t size, uint64_t start, uint64_t target)
{
    std::mt19937 random(seed);
    Code code{std::vector<uint8_t>(size), start, target};
    for (auto &byte : code.bytes)
        byte = static_cast<uint8_t>(random());
    for (size_t offset = random() % 32; offset + kSize <= size; offset += kSize + random() % 600) {
        const uint32_t distance = code.distance(offset);
        const uint32_t off[] = {0, 0, 1, 0x100, 0x10000, 0x1000000};
        code.write(offset, static_cast<uint8_t>(0xe7 + random() % 4), distance + off[random() % 6]);
    }
    return code;
}

}  // namespace

TEST_CASE("calls_and_jumps_are_found_wherever_they_are", "[calls]")
{
    constexpr uint64_t start = 0xf7c01003; /* high in 32 bits, and aligned to nothing */
    constexpr size_t size = 200 * 1024 + 7;
    for (const uint64_t target : {start - 0x1234567, start - 3, start + 99, start + 70000, start + size + 0x2345}) {
        const Code code = noise(static_cast<unsigned>(target), size, start, target);
        const auto calls = code.all_calls();
        INFO("to " << std::hex << target);
        CHECK(calls.size() > 50);
        for (const Way &way : ways()) {
            INFO(way.name);
            CHECK(found_by(way.find, code) == calls);
        }
    }
}

TEST_CASE("a_call_is_found_at_each_place_and_nothing_is_read_behind_the_last", "[calls]")
{
    const auto all = ways();
    for (size_t size = 0; size < 200; ++size)
        for (size_t offset = 0; offset + kSize <= size; ++offset) {
            Code code{std::vector<uint8_t>(size), 0xf7d0ff80, 0xf7d0ff80 - 0x10000};
            code.write(offset, offset % 2 == 0 ? 0xe8 : 0xe9, code.distance(offset));
            for (const Way &way : all) {
                const auto found = found_by(way.find, code);
                if (found != std::vector<uint64_t>{code.start + offset}) {
                    INFO(way.name << ": " << offset << " of " << size << ": " << found.size() << " found");
                    CHECK(false);
                }
            }
        }
}

TEST_CASE("more_calls_than_there_is_room_for_are_counted", "[calls]")
{
    Code code{std::vector<uint8_t>(50 * kSize), 0xf7d00000, 0xf7e00000};
    for (size_t i = 0; i < 50; ++i)
        code.write(i * kSize, 0xe8, code.distance(i * kSize));
    for (const Way &way : ways()) {
        INFO(way.name);
        uint64_t found[3] = {0, 0, 77};
        CHECK(way.find(code.bytes.data(), code.bytes.size(), code.start, code.target, found, 2) == 50);
        CHECK(found[0] == code.start);
        CHECK(found[1] == code.start + kSize);
        CHECK(found[2] == 77);
    }
}
