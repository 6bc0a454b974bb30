/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace safecancel::compare {
namespace {

/* The table of common lines has that many entries at most. */
constexpr size_t most_entries = 16 << 20;

void add_hunk(std::vector<Hunk> &hunks, const Hunk &hunk)
{
    const size_t size = hunk.a_end - hunk.a;
    if (size != hunk.b_end - hunk.b) {
        hunks.push_back(hunk);
        return;
    }
    for (size_t i = 0; i < size; ++i)
        hunks.push_back({hunk.a + i, hunk.a + i + 1, hunk.b + i, hunk.b + i + 1});
}

/* For each pair of places, how many lines the rests behind them have in common. */
class Common {
public:
    Common(const Lines &a, const Lines &b, const Hunk &range)
        : width_(range.b_end - range.b + 1), counts_((range.a_end - range.a + 1) * width_)
    {
        for (size_t i = range.a_end - range.a; i-- > 0;)
            for (size_t j = width_ - 1; j-- > 0;)
                counts_[i * width_ + j] = a[range.a + i] == b[range.b + j] ? at(i + 1, j + 1) + 1
                                                                            : std::max(at(i + 1, j), at(i, j + 1));
    }
    uint32_t at(size_t i, size_t j) const { return counts_[i * width_ + j]; }

private:
    size_t width_;
    std::vector<uint32_t> counts_;
};

void compare_range(const Lines &a, const Lines &b, const Hunk &range, std::vector<Hunk> &hunks)
{
    const Common common(a, b, range);
    Hunk hunk = {range.a, range.a, range.b, range.b};
    const auto end_hunk = [&] {
        if (hunk.a != hunk.a_end || hunk.b != hunk.b_end)
            add_hunk(hunks, hunk);
    };
    for (size_t i = range.a, j = range.b; i < range.a_end || j < range.b_end;) {
        if (i < range.a_end && j < range.b_end && a[i] == b[j]) {
            end_hunk();
            ++i, ++j;
            hunk = {i, i, j, j};
        } else if (j == range.b_end || (i < range.a_end && common.at(i + 1 - range.a, j - range.b) >=
                                                               common.at(i - range.a, j + 1 - range.b))) {
            hunk.a_end = ++i;
        } else {
            hunk.b_end = ++j;
        }
    }
    end_hunk();
}

} // namespace

Lines lines_of(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        if (end == text.npos) {
            lines.push_back(std::string(text) + " [no newline]");
            break;
        }
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::vector<Hunk> differences(const Lines &a, const Lines &b)
{
    Hunk range = {0, a.size(), 0, b.size()};
    while (range.a < range.a_end && range.b < range.b_end && a[range.a] == b[range.b])
        ++range.a, ++range.b;
    while (range.a < range.a_end && range.b < range.b_end && a[range.a_end - 1] == b[range.b_end - 1])
        --range.a_end, --range.b_end;
    std::vector<Hunk> hunks;
    if (range.a == range.a_end && range.b == range.b_end)
        return hunks;
    if ((range.a_end - range.a + 1) > most_entries / (range.b_end - range.b + 1))
        add_hunk(hunks, range);
    else
        compare_range(a, b, range, hunks);
    return hunks;
}

std::string shown(std::string_view line, size_t width)
{
    std::string text;
    for (const char byte : line) {
        const auto code = static_cast<unsigned char>(byte);
        const std::string next = code >= ' ' && code < 127 ? std::string(1, byte) : fmt::format("\\x{:02x}", code);
        if (text.size() + next.size() > width)
            return text.substr(0, width - 3) + "...";
        text += next;
    }
    return text;
}

} // namespace safecancel::compare
