/* SPDX-License-Identifier: MIT */
/* Where a program runs, as whom, and with which descriptors. */
#include <unistd.h>

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

TEST_CASE("what_the_program_opens_as_standard_error_is_its_own", "[closed]")
{
    /* Nothing armed: no line may go there. */
    auto command = worker({"open=2", "start", "cancel", "intact"}, {"close=2"});
    check_both(command);
    command.environment = {"SAFECANCEL_STATS=1"};
    check_both(command);
    command.environment = {"SAFECANCEL_VERBOSE=1"};
    check_both(command);
}

TEST_CASE("after_all_descriptors_are_closed_the_threads_are_cancelled", "[close_all]")
{
    check_armed(worker({"start", "close_all=3", "cancel", "start", "cancel"}));
    check_armed(worker({"start", "close_all=0", "cancel", "start", "cancel"}));
}
