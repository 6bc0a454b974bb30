/* SPDX-License-Identifier: MIT */
/* The themes of themes.c, each in a process of its own. */
#include <chrono>

#include "driver.h"
#include "emulated.h"

using namespace safecancel;

namespace {

Command theme(const std::string &name)
{
    const bool long_one = name == "stress" || name == "thousand_deadlines";
    Command command{{SAFECANCEL_ERROR_THEMES, name, long_one ? "30000" : "10000"}};
    command.deadline = std::chrono::seconds(40);
    return command;
}

Command required(Command command)
{
    command.environment.push_back("SAFECANCEL_REQUIRE=1");
    return with_shim(command);
}

/* True if it was skipped, which is printed. */
bool skipped(const Outcome &outcome)
{
    if (outcome.exited(77))
        note_skipped(outcome.out.substr(0, outcome.out.find('\n')));
    return outcome.exited(77);
}

void check_theme(const std::string &name)
{
    const Outcome outcome = run(required(theme(name)));
    INFO(name << ": " << outcome.describe());
    if (!skipped(outcome))
        CHECK(outcome.exited(0));
}

}  // namespace

#define SC_THEME(name, tag) \
    TEST_CASE(#name, tag) { check_theme(#name); }

SC_THEME(every_state, "[state]")
SC_THEME(masked_twice, "[state]")
SC_THEME(hidden_and_back, "[state]")
SC_THEME(handler_takes_it, "[on_top]")
SC_THEME(broken_underneath, "[on_top]")
SC_THEME(deadline_nests, "[deadline]")
SC_THEME(deadline_passed, "[deadline]")
SC_THEME(deadline_ends_before, "[deadline]")
SC_THEME(deadline_and_interrupt, "[deadline]")
SC_THEME(exits_in_scope, "[deadline]")
SC_THEME(pending_and_clear, "[functions]")
SC_THEME(close_keeps_it, "[functions]")
SC_THEME(numbers_are_the_programs, "[functions]")
SC_THEME(refusals, "[functions]")
SC_THEME(exited_thread, "[functions]")
SC_THEME(fork_has_nothing, "[children]")
SC_THEME(vfork_takes_nothing, "[vfork]")
SC_THEME(thousand_deadlines, "[crowd]")
SC_THEME(stress, "[stress]")

TEST_CASE("switched_off_or_absent_everything_is_refused", "[functions]")
{
    Command command = with_shim(theme("off"));
    command.environment.push_back("SAFECANCEL=off");
    for (const Command &each : {command, theme("off")}) {
        const Outcome outcome = run(each);
        INFO(outcome.describe());
        CHECK(outcome.exited(0));
    }
}

/* The watching thread must not keep a process alive that has no other. */
TEST_CASE("process_ends_when_its_last_thread_does", "[last]")
{
    if (is_emulated())
        SC_SKIP("an emulator has a thread of its own: ours cannot tell that it is the last");
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = run(required(theme("main_exits")));
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    INFO(outcome.describe() << time.count() << " s");
    CHECK(outcome.exited(0));
    CHECK(time.count() < 2.5);
}
