/* SPDX-License-Identifier: MIT */
/* Where a program runs, as whom, and with which descriptors. */
#include <unistd.h>

#include <filesystem>

#include "emulated.h"
#include "faults.h"

using namespace safecancel;

namespace {

const Words cancels = {"start", "cancel", "start", "cancel"};

} // namespace

TEST_CASE("without_any_fault_the_threads_are_cancelled", "[no_fault]")
{
    check_armed(worker(cancels));
}

TEST_CASE("without_proc_the_threads_are_cancelled", "[no_proc]")
{
    if (is_emulated())
        SC_SKIP("an emulator needs /proc itself");
    check_both(worker(cancels, {"no_proc"}));
    check_armed(worker(cancels, {"no_proc"}));
}

TEST_CASE("on_a_read_only_root_the_threads_are_cancelled", "[read_only_root]")
{
    check_armed(worker(cancels, {"read_only_root"}));
}

TEST_CASE("after_a_change_of_root_the_threads_are_cancelled", "[chroot]")
{
    check_armed(worker({"start", "chroot", "cancel", "start", "cancel"}));
}

TEST_CASE("after_a_change_of_user_the_threads_are_cancelled", "[nobody]")
{
    check_armed(worker({"start", "nobody", "cancel", "start", "cancel"}));
}

/* The loader, and we while arming, open files whose numbers the program has afterwards. */
TEST_CASE("with_standard_descriptors_closed_the_threads_are_cancelled", "[closed]")
{
    for (const char *closed : {"close=2", "close=02", "close=012"})
        check_armed(worker(cancels, {closed}));
}

/* What is said late, of arming and at the end, does not go to a file that has the number by chance. */
TEST_CASE("what_the_program_opens_as_standard_error_is_its_own", "[closed]")
{
    const auto file = std::filesystem::temp_directory_path() / ("safecancel-faults-" + std::to_string(getpid()));
    for (const char *setting : {"SAFECANCEL_VERBOSE=0", "SAFECANCEL_VERBOSE=1", "SAFECANCEL_STATS=1"}) {
        INFO(setting);
        auto command = worker({"open=2:" + file.string(), "start", "cancel"}, {"close=2"});
        command.environment = {setting};
        check_armed(command);
        CHECK(std::filesystem::file_size(file) == 0);
    }
    auto command = worker({file.string()}, {"close=2"});
    command.argv[command.argv.size() - 2] = std::string(SAFECANCEL_FAULTS) + "/late";
    check_both(command);
    CHECK(std::filesystem::file_size(file) == 0);
    /* It does say something, if it is let. */
    command = worker({""});
    command.argv[command.argv.size() - 2] = std::string(SAFECANCEL_FAULTS) + "/late";
    const auto shim = run(with_object(command));
    INFO(shim.describe());
    CHECK(lines_of_object(shim.err).size() == 1);
    std::filesystem::remove(file);
}

TEST_CASE("after_all_descriptors_are_closed_the_threads_are_cancelled", "[close_all]")
{
    check_armed(worker({"start", "close_all=3", "cancel", "start", "cancel"}));
    check_armed(worker({"start", "close_all=0", "cancel", "start", "cancel"}));
}
