/* SPDX-License-Identifier: MIT */
/*
 * What the preload costs a process at start: bench_start SHIM PROGRAM RUNS
 * starts PROGRAM and waits for it, without and with the preload in turn, and
 * prints the medians and their ratio.
 */
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

/* Microseconds from start to end of one run; exits if the program cannot be run. */
double run(char *program, char *const *environment)
{
    char *const arguments[] = {program, nullptr};
    pid_t child;
    int status;
    const auto begin = Clock::now();
    if (posix_spawn(&child, program, nullptr, nullptr, arguments, environment) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        fmt::print(stderr, "bench_start: {} did not run\n", program);
        std::exit(1);
    }
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

double median(std::vector<double> &values)
{
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) {
        fmt::print(stderr, "usage: bench_start SHIM PROGRAM RUNS\n");
        return 2;
    }
    std::string preload = std::string("LD_PRELOAD=") + argv[1];
    char *const without[] = {nullptr};
    char *const with[] = {preload.data(), nullptr};
    const int runs = std::atoi(argv[3]);
    std::vector<double> stock, shim;
    for (int i = 0; i < runs + 10; ++i) {
        const double a = run(argv[2], without);
        const double b = run(argv[2], with);
        if (i < 10)
            continue; /* warming up */
        stock.push_back(a);
        shim.push_back(b);
    }
    const double before = median(stock), after = median(shim);
    fmt::print("{}: {:.0f} us without, {:.0f} us with: {:+.0f} us, {:.3f} times\n", argv[2],
               before, after, after - before, after / before);
    return 0;
}
