/* SPDX-License-Identifier: MIT */
/*
 * What the audit says of each bad thunk.
 *
 * This table is the specification of the audit's messages: a sentence, and the
 * files of thunks/<arch> that must be refused with it, each with the mnemonic
 * at the place named ("" where no instruction starts).
 */
#include <catch.hpp>

#include <cstring>
#include <set>
#include <vector>

#include "subjects.hpp"
#include "thunk_audit.h"

using namespace safecancel;

namespace {

struct Defect {
    const char *name;
    const char *mnemonic;
};

struct Expected {
    const char *sentence;
    std::vector<Defect> defects;
};

const std::vector<Expected> &expectations()
{
    static const std::vector<Expected> table = {
        {"the byte in memory is not the one that was linked", {{"rewritten_in_memory", "mov"}}},
        {"the thunk has more instructions than the audit follows", {{"too_long", ""}}},
        {"these bytes are no instruction", {{"not_an_instruction", ""}, {"ends_inside_instruction", ""}}},
        {"begin is not where an instruction of the thunk starts",
         {{"begin_inside_instruction", ""}, {"begin_outside_thunk", ""}}},
        {"end is not where an instruction of the thunk starts",
         {{"end_inside_instruction", ""}, {"end_outside_thunk", ""}}},
        {"cancel is not where an instruction of the thunk starts",
         {{"cancel_inside_instruction", ""}, {"cancel_before_thunk", ""}}},
        {"end does not lie after begin", {{"end_before_begin", "mov"}}},
        {"cancel lies inside the window", {{"cancel_in_window", "syscall"}}},

        {"enters the kernel by another way than the system-call instruction",
         {{"int_0x80", "int"}, {"sysenter", "sysenter"}, {"int_0x80_elsewhere", "int"}}},
        {"the window holds no system call", {{"no_system_call", "test"}}},
        {"the window holds a second system call", {{"two_system_calls", "syscall"}}},
        {"the last instruction of the window is not the system call",
         {{"end_one_instruction_late", "cmp"}, {"end_one_jump_late", "mov"}}},
        {"the window does not begin with the test for a pending request",
         {{"no_test", "cmp"},
          {"test_before_begin", "jne"},
          {"test_of_shared_memory", "test"},
          {"test_through_gs", "test"},
          {"test_beside_word", "test"},
          {"test_with_index", "test"}}},
        {"the test is not of the CANCELED bit alone", {{"test_of_canceling", "test"}, {"test_of_two_bits", "test"}}},
        {"the window uses the stack",
         {{"push_in_window", "push"},
          {"call_in_window", "call"},
          {"return_in_window", "ret"},
          {"stack_moved_in_window", "sub"}}},
        {"the window writes memory before the system call",
         {{"memory_written_in_window", "mov"}, {"memory_exchanged_in_window", "or"}}},
        {"the window changes a register before the system call",
         {{"argument_written_in_window", "mov"},
          {"number_written_in_window", "xor"},
          {"byte_register_written_in_window", "mov"}}},
        {"the window has no branch to cancel", {{"no_branch", "test"}}},
        {"the window has a second branch", {{"two_branches", "jb"}, {"loop_in_window", "jrcxz"}}},
        {"the window's branch is not the one taken when a request is pending",
         {{"inverted_branch", "je"}, {"unconditional_branch", "jmp"}, {"indirect_branch", "jmp"}}},
        {"the window's branch does not go to cancel", {{"branch_elsewhere", "jne"}}},
        {"the window holds more than the test, the branch and the system call",
         {{"nop_in_window", "nop"}, {"second_test_in_window", "test"}}},

        {"padding beside a system call or a return, which rewriters look for",
         {{"nop_after_system_call", "nop"},
          {"long_nop_before_system_call", "nop"},
          {"int3_after_return", "int3"},
          {"nop_before_return", "nop"}}},
        {"a jump or call through a register or memory",
         {{"jump_through_register", "jmp"}, {"call_through_memory", "call"}}},
        {"an instruction the audit does not understand",
         {{"unknown_instruction", "rdtsc"},
          {"locked_mark", "inc"},
          {"wide_mark", "inc"},
          {"narrow_comparison", "cmp"},
          {"prefixed_return", "ret"},
          {"prefixed_jump", "jmp"},
          {"prefixed_system_call", "syscall"},
          {"short_addresses", "mov"},
          {"constant_number", "mov"},
          {"eight_bit_number", "movzx"},
          {"load_from_argument", "mov"},
          {"store_to_cell", "mov"}}},
        {"a jump leads into the window", {{"jump_to_system_call", "jmp"}, {"jump_to_begin", "jmp"}}},
        {"calls something other than act", {{"call_of_other_function", "call"}}},
        {"a jump leaves the thunk for somewhere other than failed", {{"jump_out", "jmp"}, {"branch_to_failed", "jae"}}},
        {"a jump leads into the middle of an instruction", {{"jump_into_instruction", "jmp"}}},
        {"control runs off the end of the thunk", {{"runs_off_end", "mov"}}},
        {"the thunk has no return", {{"no_return", "mov"}}},
        {"the thunk has a second return", {{"two_returns", "ret"}}},
        {"the depth is not marked right before begin", {{"no_mark", "test"}, {"mark_too_early", "test"}}},
        {"the depth mark is not undone right after the window",
         {{"mark_left_at_end", "cmp"}, {"mark_undone_late_at_end", "mov"}}},
        {"the depth mark is not undone right at cancel",
         {{"mark_left_at_cancel", "mov"}, {"mark_undone_by_clobbered_register", "dec"}}},
        {"changes a register that belongs to the caller", {{"callers_register_changed", "mov"}}},
        {"no path leads to this instruction", {{"unreachable_code", "mov"}}},

        {"a path comes back to this instruction", {{"loop", "mov"}}},
        {"writes memory that is neither a slot of its frame nor the depth",
         {{"store_above_return_address", "mov"},
          {"store_over_return_address", "mov"},
          {"store_below_red_zone", "mov"}}},
        {"the stack pointer rises above the return address", {{"stack_above_return_address", "add"}}},
        {"marks something other than the depth",
         {{"mark_of_other_cell", "inc"}, {"mark_of_word", "inc"}, {"other_mark_undone", "dec"}}},
        {"the request is not saved when the window begins",
         {{"request_not_saved", "test"}, {"request_saved_too_late", "test"}, {"request_overwritten", "test"}}},
        {"tests something other than the thread's cancelhandling",
         {{"test_of_other_cell", "test"},
          {"test_of_depth", "test"},
          {"test_register_changed", "test"},
          {"test_register_cut", "test"}}},
        {"a call after the system call", {{"call_after_system_call", "call"}}},
        {"a call on a path that does not come from cancel", {{"call_before_window", "call"}}},
        {"act is called a second time", {{"act_twice", "call"}}},
        {"the stack is not aligned for the call", {{"unaligned_call", "call"}}},
        {"a second system call on the same path", {{"system_call_after_failure", "syscall"}}},
        {"a system call outside the window without act before it", {{"cancel_without_act", "syscall"}}},
        {"an argument of the system call is not the caller's",
         {{"argument_written_before_window", "syscall"},
          {"argument_not_restored", "syscall"},
          {"arguments_swapped", "syscall"},
          {"argument_in_lost_memory", "syscall"}}},
        {"the number of the system call is not the request's",
         {{"request_as_number", "syscall"}, {"request_as_number_after_act", "syscall"}}},
        {"the stack pointer is not where it was at entry", {{"stack_not_restored", "syscall"}}},
        {"the depth is not marked exactly once inside the window and not at all outside",
         {{"marked_twice", "syscall"}, {"undone_twice", "call"}}},
        {"the audit cannot tell what this branch depends on",
         {{"comparison_of_argument", "jae"},
          {"comparison_with_other_bound", "jae"},
          {"signed_comparison", "jge"},
          {"flags_overwritten", "jae"}}},
        {"returns something other than the result of the system call",
         {{"other_value_returned", "ret"}, {"result_cut", "ret"}}},
        {"returns a result that may be an error", {{"inverted_comparison", "ret"}}},
        {"goes to failed with a result that may be no error", {{"failed_without_comparison", "jmp"}}},
        {"failed is not given the result", {{"failed_without_result", "jmp"}}},
        {"failed is not given the request",
         {{"failed_without_request", "jmp"}, {"failed_with_other_slot", "jmp"}, {"request_not_saved_again", "jmp"}}},
    };
    return table;
}

bool is_good(const ThunkFacts &facts)
{
    return strncmp(facts.name, "good", 4) == 0;
}

std::string message_for(const ThunkFacts &facts, const Defect &defect, const char *sentence)
{
    const std::string mnemonic = *defect.mnemonic != '\0' ? std::string(" (") + defect.mnemonic + ")" : "";
    return place("thunk", facts.start, facts.defect) + mnemonic + ": " + sentence;
}

} // namespace

TEST_CASE("good_thunk_passes")
{
    for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
        const Answer answer = ask(audit, request_for(real_thunk()));
        CHECK(answer.message == "");
        CHECK(answer.ok);
        CHECK(answer.result == 0);
    }
}

TEST_CASE("harmless_choices_pass")
{
    unsigned count = 0;
    for (const ThunkFacts &facts : all_thunks())
        if (is_good(facts))
            for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
                INFO(facts.name);
                CHECK(ask(audit, request_for(facts)).message == "");
                CHECK(ask(audit, request_for(facts)).ok);
                ++count;
            }
    CHECK(count >= 2 * 8);
}

TEST_CASE("each_bad_thunk_is_refused_with_its_message")
{
    for (const Expected &expected : expectations())
        for (const Defect &defect : expected.defects)
            for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
                INFO(defect.name);
                const ThunkFacts &facts = thunk_named(defect.name);
                const Answer answer = ask(audit, request_for(facts));
                CHECK(answer.message == message_for(facts, defect, expected.sentence));
                CHECK_FALSE(answer.ok);
                CHECK(answer.result == 0);
            }
}

TEST_CASE("each_bad_thunk_has_one_expected_message")
{
    std::multiset<std::string> named;
    for (const Expected &expected : expectations())
        for (const Defect &defect : expected.defects)
            named.insert(defect.name);
    for (const ThunkFacts &facts : all_thunks()) {
        INFO(facts.name);
        CHECK(named.count(facts.name) == (is_good(facts) ? 0u : 1u));
    }
    CHECK(named.size() >= 15);
}

TEST_CASE("each_rule_has_a_bad_thunk")
{
    std::set<std::string> expected, sentences;
    for (const Expected &row : expectations())
        expected.insert(row.sentence);
    for (unsigned i = 0; thunk_sentence(i) != nullptr; ++i)
        sentences.insert(thunk_sentence(i));
    CHECK(sentences == expected);
    CHECK(sentences.size() == expectations().size());
}
