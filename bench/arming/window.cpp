/* SPDX-License-Identifier: MIT */
/*
 * How long the handler takes to find out whether a program counter is in one of
 * libc's windows: for a table as full as Debian 12's, and one as full as it can be,
 * asked about places all over it, none of them twice in a row.  Prints a line for
 * each, "WINDOWS NANOSECONDS".
 */
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <vector>

#include "window.h"

using namespace safecancel;

namespace safecancel {
extern "C" {
Config sc_config = {};
}
} // namespace safecancel

namespace {

constexpr uintptr_t distance = 4096, size = 40;
constexpr unsigned questions = 200000, rounds = 9;

void fill_table(unsigned count)
{
    sc_config.window_count = count;
    for (uintptr_t i = 0; i < count; ++i)
        sc_config.libc_windows[i] = {i * distance, i * distance + size / 2, i * distance + size, true, false, true};
}

double time_one(const std::vector<uintptr_t> &places)
{
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    for (size_t i = 0; i < questions; ++i) {
        const auto *volatile found = find_libc_window(places[i % places.size()]);
        (void)found;
    }
    return std::chrono::duration<double, std::nano>(Clock::now() - begin).count() / questions;
}

void measure(unsigned count)
{
    fill_table(count);
    std::minstd_rand random;
    std::vector<uintptr_t> places(4096);
    for (uintptr_t &place : places)
        place = random() % (count * distance);
    std::vector<double> times(rounds);
    for (double &time : times)
        time = time_one(places);
    std::sort(times.begin(), times.end());
    std::printf("%u %.1f\n", count, times[rounds / 2]);
}

} // namespace

int main()
{
    measure(56);
    measure(window_limit);
}
