/* SPDX-License-Identifier: MIT */
/* Descriptors, processes, memory and stacks at their limits. */
#include <unistd.h>

#include "emulated.h"
#include "faults.h"

using namespace safecancel;

namespace {

const Words cancels = {"start", "cancel", "start", "cancel"};
constexpr long mebibyte = 1024 * 1024;

} // namespace

/* The loader needs one itself: with that alone, to as many as arming holds at once. */
TEST_CASE("with_few_descriptors_while_arming_the_program_runs", "[nofile_arming]")
{
    for (int files = 4; files < 9; ++files) {
        const auto command = worker(cancels, {"nofile=" + std::to_string(files)});
        const auto stock = run(command);
        INFO("nofile=" << files);
        check_same(stock, run(with_object(command)));
    }
}

TEST_CASE("with_no_descriptors_left_the_threads_are_cancelled", "[nofile]")
{
    check_armed(worker({"start", "nofile=0", "cancel", "start", "cancel"}));
    check_armed(worker({"nofile=0", "start", "cancel", "start", "cancel"}));
}

TEST_CASE("with_no_processes_left_the_threads_are_cancelled", "[nproc]")
{
    check_armed(worker({"start", "nproc", "cannot_start", "cancel", "cannot_start"}));
}

TEST_CASE("with_no_memory_left_the_threads_are_cancelled", "[memory]")
{
    if (is_emulated())
        SC_SKIP("the limit would be the emulator's");
    check_armed(worker({"start", "as=1", "cancel"}));
}

namespace {

/* What came of it at one limit, given that stock runs with a little less. */
struct Counts {
    unsigned off = 0, armed = 0;
};

void check_at(const Command &command, Counts &counts)
{
    const auto shim = run(with_object(command));
    INFO("with the object: " << shim.describe());
    CHECK(!shim.late);
    /* The loader itself ends the program if there is no memory to map what is preloaded, or goes on without it. */
    if (shim.exited(127) || shim.err.find("cannot be preloaded") != std::string::npos)
        return;
    CHECK(shim.exited(0));
    CHECK(without_object(shim.err).empty());
    CHECK(lines_of_object(shim.err).size() <= 1);
    (lines_of_object(shim.err).empty() ? counts.armed : counts.off) += 1;
}

} // namespace

/*
 * Whatever gives way first, the loader or the audit: at each step the object changes
 * nothing but that line.  It takes some memory itself, so the program may need half a mebibyte more.
 */
TEST_CASE("with_little_memory_while_arming_the_program_runs", "[memory_arming]")
{
    if (is_emulated())
        SC_SKIP("the limit would be the emulator's");
    constexpr long step = mebibyte / 4;
    Counts counts;
    for (const std::string limit : {"as=", "data="}) {
        long enough = 0; /* steps in a row at which stock runs */
        for (long size = mebibyte; size <= 10 * mebibyte && counts.armed < 40; size += step) {
            /* Small stacks: otherwise they are all there is memory for. */
            const auto command = worker({"start=65536", "cancel"}, {limit + std::to_string(size)});
            INFO(limit << size);
            enough = enough > 2 || run(command).exited(0) ? enough + 1 : 0;
            if (enough > 2)
                check_at(command, counts);
        }
    }
    CHECK(counts.off > 0);
    CHECK(counts.armed > 0);
}

/* A signal frame alone takes a fourth of the smallest stack where the processor has AVX-512. */
TEST_CASE("on_the_smallest_stacks_the_threads_are_cancelled", "[stack]")
{
    if (is_emulated())
        SC_SKIP("an emulator's frames do not fit, with the object or without");
    /* The system's limit may be higher, where registers are large; the program need not care for that. */
    for (const long size : {16384L, sysconf(_SC_THREAD_STACK_MIN)}) {
        const auto start = "start=" + std::to_string(size);
        INFO(start);
        check_armed(worker({start, "cancel", start, "cancel"}));
    }
}

TEST_CASE("ten_thousand_threads_are_cancelled", "[crowd]")
{
    if (is_emulated())
        SC_SKIP("an emulator takes too long");
    auto command = worker({"crowd=10000"});
    command.deadline = std::chrono::seconds(60);
    check_armed(command);
}
