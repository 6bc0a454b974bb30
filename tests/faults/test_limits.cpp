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

/* Whatever gives way first, the loader, the audit or the program: at each step the object changes nothing but that line. */
TEST_CASE("with_little_memory_while_arming_the_program_runs", "[memory_arming]")
{
    if (is_emulated())
        SC_SKIP("the limit would be the emulator's");
    unsigned ran = 0, stood_aside = 0, armed_runs = 0;
    for (const char *limit : {"as=", "data="})
        for (long size = mebibyte; size <= 32 * mebibyte; size += size < 12 * mebibyte ? mebibyte / 4 : 4 * mebibyte) {
            /* Small stacks: otherwise they are all there is memory for. */
            const auto command = worker({"start=65536", "cancel"}, {limit + std::to_string(size)});
            const auto stock = run(command);
            const auto shim = run(with_object(command));
            if (!stock.exited(0))
                continue;
            INFO(limit << size << " stock: " << stock.describe());
            INFO("with the object: " << shim.describe());
            /* The loader itself ends the program if there is no memory to map what is preloaded. */
            const bool not_loaded = shim.exited(127) || shim.err.find("cannot be preloaded") != std::string::npos;
            CHECK(!shim.late);
            if (not_loaded)
                continue;
            CHECK(shim.exited(0));
            CHECK(shim.out == stock.out);
            CHECK(without_object(shim.err) == stock.err);
            CHECK(lines_of_object(shim.err).size() <= 1);
            ++ran;
            (lines_of_object(shim.err).empty() ? armed_runs : stood_aside) += 1;
        }
    CHECK(ran > 0);
    CHECK(stood_aside > 0);
    CHECK(armed_runs > 0);
}

/* A signal frame alone takes a fourth of the smallest stack where the processor has AVX-512. */
TEST_CASE("on_the_smallest_stacks_the_threads_are_cancelled", "[stack]")
{
    const long smallest = sysconf(_SC_THREAD_STACK_MIN) > 16384 ? sysconf(_SC_THREAD_STACK_MIN) : 16384;
    check_armed(worker({"start=" + std::to_string(smallest), "cancel", "start=" + std::to_string(smallest), "cancel"}));
}

TEST_CASE("ten_thousand_threads_are_cancelled", "[crowd]")
{
    if (is_emulated())
        SC_SKIP("an emulator takes too long");
    auto command = worker({"crowd=10000"});
    command.deadline = std::chrono::seconds(60);
    check_armed(command);
}
