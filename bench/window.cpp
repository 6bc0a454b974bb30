/* SPDX-License-Identifier: MIT */
/*
 * How long the handler takes to find out whether a program counter is in one of
 * libc's windows: for a table as full as it can be, and one as full as Debian
 * 12's, asked about places all over it, none of them twice in a row.
 */
#include <benchmark/benchmark.h>

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

void fill_table(unsigned count)
{
    sc_config.window_count = count;
    for (uintptr_t i = 0; i < count; ++i)
        sc_config.libc_windows[i] = {i * distance, i * distance + size / 2, i * distance + size, true, false, true};
}

void find(benchmark::State &state)
{
    const auto count = static_cast<unsigned>(state.range(0));
    fill_table(count);
    std::minstd_rand random;
    std::vector<uintptr_t> places(4096);
    for (uintptr_t &place : places)
        place = random() % (count * distance);
    size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(find_libc_window(places[i++ % places.size()]));
}
BENCHMARK(find)->Arg(58)->Arg(window_limit);

} // namespace

BENCHMARK_MAIN();
