/* SPDX-License-Identifier: MIT */
/*
 * What one cancellation point costs, two threads alive: read(/dev/null, 1 byte)
 * as the limit (only the system call, in a called function; 32-bit x86 has two
 * ways to make one), as libc's own function, and as what the program gets, which
 * is the shim's under a preload.  All in one run, interleaved.
 */
#include <benchmark/benchmark.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <pthread.h>
#include <unistd.h>

#include "limit.h"

namespace {

using ReadFunction = long (*)(int, void *, unsigned long);

void *stay(void *)
{
    pause();
    return nullptr;
}

void measure(benchmark::State &state, ReadFunction function)
{
    const int fd = open("/dev/null", O_RDONLY);
    char byte;
    for (auto _ : state)
        benchmark::DoNotOptimize(function(fd, &byte, 1));
    close(fd);
}

} // namespace

int main(int argc, char **argv)
{
    pthread_t other;
    pthread_create(&other, nullptr, stay, nullptr);

    void *libc = dlopen("libc.so.6", RTLD_NOW);
    const auto libc_read = reinterpret_cast<ReadFunction>(dlsym(libc, "read"));
    const auto program_read = reinterpret_cast<ReadFunction>(dlsym(RTLD_DEFAULT, "read"));
    if (program_read == libc_read)
        fmt::print("no preload: `program` is libc's own function\n");
    for (const auto &limit : limits)
        benchmark::RegisterBenchmark(limit.name, measure, limit.function);
    benchmark::RegisterBenchmark("read/libc", measure, libc_read);
    benchmark::RegisterBenchmark("read/program", measure, program_read);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
