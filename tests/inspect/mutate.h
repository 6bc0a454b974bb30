/* SPDX-License-Identifier: MIT */
/* Files that are damaged in ways that readers get wrong; the same for the same seed. */
#ifndef SAFECANCEL_TESTS_INSPECT_MUTATE_H
#define SAFECANCEL_TESTS_INSPECT_MUTATE_H

#include <cstdint>
#include <random>
#include <string>

namespace safecancel {

class Mutator {
public:
    explicit Mutator(uint64_t seed) : random_(seed) {}

    std::string mutate(std::string bytes)
    {
        const unsigned changes = 1 + below(6);
        for (unsigned i = 0; i < changes && !bytes.empty(); ++i)
            change(bytes);
        return bytes;
    }

private:
    uint64_t below(uint64_t limit) { return random_() % limit; }

    /* Half of all changes are made where the headers and tables are. */
    size_t place(const std::string &bytes)
    {
        const size_t limit = below(4) == 0 ? 64 : below(2) == 0 ? 4096 : bytes.size();
        return below(limit < bytes.size() ? limit : bytes.size());
    }

    uint64_t number(const std::string &bytes)
    {
        static constexpr uint64_t numbers[] = {0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
                                               UINT64_MAX, UINT64_MAX - 15, 1ull << 63, 1ull << 40};
        const uint64_t kind = below(3);
        return kind == 0 ? numbers[below(sizeof numbers / sizeof *numbers)] : kind == 1 ? bytes.size() - below(64) : random_();
    }

    void write(std::string &bytes, size_t at, uint64_t value, size_t size)
    {
        for (size_t i = 0; i < size && at + i < bytes.size(); ++i)
            bytes[at + i] = char(value >> 8 * i);
    }

    void change(std::string &bytes)
    {
        switch (below(8)) {
        case 0: bytes[place(bytes)] ^= char(1 << below(8)); break;
        case 1: bytes[place(bytes)] = char(random_()); break;
        case 2: write(bytes, place(bytes) & ~size_t(3), number(bytes), 4); break;
        case 3:
        case 4: write(bytes, place(bytes) & ~size_t(7), number(bytes), 8); break;
        case 5: write(bytes, place(bytes) & ~size_t(1), number(bytes), 2); break;
        case 6: copy(bytes); break;
        default:
            if (below(4) == 0)
                bytes.resize(below(bytes.size()) + 1);
            break;
        }
    }

    void copy(std::string &bytes)
    {
        const std::string part = bytes.substr(place(bytes), below(256));
        const size_t at = place(bytes);
        for (size_t i = 0; i < part.size() && at + i < bytes.size(); ++i)
            bytes[at + i] = part[i];
    }

    std::mt19937_64 random_;
};

}  // namespace safecancel

#endif
