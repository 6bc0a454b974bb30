/* SPDX-License-Identifier: MIT */
/*
 * 32-bit x86: changes to the small libcs that are of no use elsewhere: the stack
 * and what lies on it, and the functions that a point may call.
 */
#ifndef SAFECANCEL_TESTS_AUDIT_EDITS_HPP
#define SAFECANCEL_TESTS_AUDIT_EDITS_HPP

#include <vector>

#include "mutations.hpp"

namespace safecancel {

/* In the code of `function` the last `from` is replaced by `to`; or by a call of `callee`, and nops. */
struct Edit {
    const char *function;
    Bytes from, to;
    const char *callee = nullptr;
};

struct Edited {
    const char *name;
    const char *site; /* the function whose site is another one then */
    const char *said; /* nullptr: it is a site as before */
    std::vector<Edit> edits;
};

constexpr const char *kOtherCall = "calls another function than the one that disables";
constexpr const char *kLeaves = "leaves without disabling";

/* Of six_arguments. */
const Bytes kKeepType = {0x89, 0x44, 0x24, 0x18};                         /* mov %eax, 0x18(%esp) */
const Bytes kArgument = {0x89, 0x74, 0x24, 0x08};                         /* mov %esi, 0x8(%esp) */
const Bytes kConstant = {0xc7, 0x44, 0x24, 0x0c, 0x08, 0x00, 0x00, 0x00}; /* movl $8, 0xc(%esp) */
const Bytes kNumber = {0xb8, 0x3a, 0x01, 0x00, 0x00};                     /* mov $314, %eax */
const Bytes kKeepResult = {0x89, 0x44, 0x24, 0x1c};                       /* mov %eax, 0x1c(%esp) */
const Bytes kPass = {0x83, 0xec, 0x0c, 0xff, 0x74, 0x24, 0x24};           /* sub $12, %esp; push 0x24(%esp) */

/* The frame and the stack. */
inline const std::vector<Edited> kFrameEdits = {
    {"another_place_for_a_constant", "six_arguments", nullptr,
     {{"six_arguments", kConstant, {0xc7, 0x44, 0x24, 0x10, 0x08, 0x00, 0x00, 0x00}}}},
    {"argument_beside_the_type", "six_arguments", nullptr,
     {{"six_arguments", kArgument, {0x89, 0x74, 0x24, 0x14}}}},
    {"stack_moved_and_moved_back", "six_arguments", nullptr,
     {{"six_arguments", kConstant, {0x83, 0xec, 0x0c, 0x83, 0xc4, 0x0c, 0x90, 0x90}}}},
    {"argument_over_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kArgument, {0x89, 0x74, 0x24, 0x18}}}},
    {"argument_over_half_of_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kArgument, {0x89, 0x74, 0x24, 0x16}}}},
    {"argument_over_the_other_half", "six_arguments", kOtherType,
     {{"six_arguments", kArgument, {0x89, 0x74, 0x24, 0x1b}}}},
    {"constant_over_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kConstant, {0xc7, 0x44, 0x24, 0x18, 0x08, 0x00, 0x00, 0x00}}}},
    {"constant_over_half_of_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kConstant, {0xc7, 0x44, 0x24, 0x15, 0x08, 0x00, 0x00, 0x00}}}},
    {"constant_in_the_last_byte_of_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kConstant, {0xc6, 0x44, 0x24, 0x1b, 0x08, 0x90, 0x90, 0x90}}}},
    /* mov %esi, -0x8(%ebp): that may be the same place */
    {"argument_where_nobody_knows", "six_arguments", kOtherType,
     {{"six_arguments", kArgument, {0x89, 0x75, 0xf8, 0x90}}}},
    {"constant_where_nobody_knows", "six_arguments", kOtherType,
     {{"six_arguments", kConstant, {0xc7, 0x45, 0xf8, 0x08, 0x00, 0x00, 0x00, 0x90}}}},
    {"argument_in_the_callers_frame", "six_arguments", kStoresBefore,
     {{"six_arguments", kArgument, {0x89, 0x75, 0x08, 0x90}}}},
    {"constant_in_the_callers_frame", "six_arguments", kStoresBefore,
     {{"six_arguments", kConstant, {0xc7, 0x45, 0x08, 0x08, 0x00, 0x00, 0x00, 0x90}}}},
    {"argument_through_a_pointer", "six_arguments", kStoresBefore,
     {{"six_arguments", kArgument, {0x89, 0x77, 0x08, 0x90}}}},
    {"argument_in_the_threads_memory", "six_arguments", kStoresBefore,
     {{"six_arguments", kArgument, {0x65, 0x89, 0x37, 0x90}}}},
    {"type_below_the_stack", "six_arguments", kStoresBefore,
     {{"six_arguments", kKeepType, {0x89, 0x44, 0x24, 0xfc}}}},
    {"constant_below_the_stack", "six_arguments", kStoresBefore,
     {{"six_arguments", kConstant, {0xc7, 0x44, 0x24, 0xf8, 0x08, 0x00, 0x00, 0x00}}}},
    /* add $0x1c, %esp; sub $0x1c, %esp: a handler may have written there */
    {"stack_raised_above_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kConstant, {0x83, 0xc4, 0x1c, 0x83, 0xec, 0x1c, 0x90, 0x90}}}},
    {"stack_moved", "six_arguments", kNotUnderstood, {{"six_arguments", kArgument, {0x83, 0xec, 0x0c, 0x90}}}},
    {"stack_raised", "six_arguments", kNotUnderstood, {{"six_arguments", kArgument, {0x83, 0xc4, 0x04, 0x90}}}},
    {"memory_pushed", "six_arguments", kNotUnderstood, {{"six_arguments", kArgument, {0xff, 0x74, 0x24, 0x08}}}},
    {"register_popped", "six_arguments", kNotUnderstood, {{"six_arguments", kArgument, {0x5e, 0x90, 0x90, 0x90}}}},
    {"stack_pointer_overwritten", "six_arguments", kNotUnderstood,
     {{"six_arguments", kArgument, {0x89, 0xf4, 0x90, 0x90}}}},
    {"result_over_the_type", "six_arguments", kOtherType,
     {{"six_arguments", kKeepResult, {0x89, 0x44, 0x24, 0x18}}}},
    {"another_place_pushed", "six_arguments", kOtherType,
     {{"six_arguments", kPass, {0x83, 0xec, 0x0c, 0xff, 0x74, 0x24, 0x20}}}},
    {"pushed_from_elsewhere_on_the_stack", "six_arguments", kOtherType,
     {{"six_arguments", kPass, {0x83, 0xec, 0x08, 0xff, 0x74, 0x24, 0x24}}}},
    {"pushed_and_moved_away_from", "six_arguments", kOtherType,
     {{"six_arguments", kPass, {0xff, 0x74, 0x24, 0x18, 0x83, 0xec, 0x0c}}}},
};

/* Ways into the kernel. */
inline const std::vector<Edited> kEntryEdits = {
    {"through_another_slot_of_the_head", "sets_errno", kLeaves,
     {{"sets_errno", {0x65, 0xff, 0x15, 0x10}, {0x65, 0xff, 0x15, 0x14}}}},
    {"through_the_programs_segment", "sets_errno", kLeaves,
     {{"sets_errno", {0x65, 0xff, 0x15, 0x10}, {0x64, 0xff, 0x15, 0x10}}}},
    {"through_the_frame", "sets_errno", kNotUnderstood,
     {{"sets_errno", {0x65, 0xff, 0x15, 0x10, 0x00, 0x00, 0x00}, {0xff, 0x54, 0x24, 0x10, 0x90, 0x90, 0x90}}}},
    {"by_another_trap", "in_place", kNotUnderstood, {{"in_place", {0xcd, 0x80}, {0xcd, 0x81}}}},
    {"by_a_fast_instruction", "in_place", kNotUnderstood, {{"in_place", {0xcd, 0x80}, {0x0f, 0x34}}}},
    {"calls_what_follows", "six_arguments", kNotUnderstood,
     {{"six_arguments", kNumber, {0xe8, 0x00, 0x00, 0x00, 0x00}}}},
    {"helper_after_the_system_call", "sets_errno", "a second system call",
     {{"sets_errno", {0xe8}, {}, "sc_six"}}},
    {"helper_pops_in_another_order", "six_arguments", kOtherCall,
     {{"sc_six", {0x5d, 0x5f, 0x5b}, {0x5f, 0x5d, 0x5b}}}},
    {"helper_pops_too_little", "six_arguments", kOtherCall, {{"sc_six", {0x5d, 0x5f, 0x5b}, {0x5d, 0x5f, 0x90}}}},
    {"helper_makes_no_call", "six_arguments", kOtherCall,
     {{"sc_six", {0x65, 0xff, 0x15, 0x10, 0x00, 0x00, 0x00}, Bytes(7, 0x90)}}},
    {"helper_calls_something_else", "six_arguments", kOtherCall,
     {{"sc_six", {0x65, 0xff, 0x15, 0x10}, {0x65, 0xff, 0x15, 0x14}}}},
    {"helper_makes_two_calls", "six_arguments", kOtherCall, {{"sc_six", {0x8b, 0x1f}, {0xcd, 0x80}}}},
    {"helper_writes_memory", "six_arguments", kOtherCall, {{"sc_six", {0x8b, 0x1f}, {0x89, 0x1f}}}},
    {"helper_changes_the_number", "six_arguments", kOtherCall, {{"sc_six", {0x8b, 0x1f}, {0x8b, 0x07}}}},
    {"helper_loses_a_register", "six_arguments", kOtherCall,
     {{"sc_six", {0x53, 0x57}, {0x90, 0x57}}, {"sc_six", {0x5b, 0xc3}, {0x90, 0xc3}}}},
    {"helper_loses_the_result", "six_arguments", kOtherCall,
     {{"sc_six", {0x53, 0x57}, {0x50, 0x57}}, {"sc_six", {0x5b, 0xc3}, {0x58, 0xc3}}}},
    {"helper_does_not_return", "six_arguments", kOtherCall, {{"sc_six", {0x5b, 0xc3}, {0x5b, 0xf4}}}},
};

/* What the function that sets errno ends in. */
const Bytes kSetErrno = {0x8b, 0x92, 0xf8, 0xfe, 0xff, 0xff, 0x65, 0x89, 0x02, 0xb8, 0xff, 0xff, 0xff, 0xff};
const Bytes kStoreErrno = {0x65, 0x89, 0x02}, kFails = {0xb8, 0xff, 0xff, 0xff, 0xff}, kNegate = {0xf7, 0xd8};

/* Functions that are not called to disable. */
inline const std::vector<Edited> kCalleeEdits = {
    {"errno_set_before_the_system_call", "sets_errno", kStoresBefore,
     {{"sets_errno", {0xb8, 0x0c, 0x00, 0x00, 0x00}, {}, "sc_set_errno"}}},
    {"type_where_errno_is_set", "sets_errno", kOtherType,
     {{"sets_errno", {0x89, 0xc6}, {0x89, 0xc1}}, {"sets_errno", {0xec, 0x0c, 0x56}, {0xec, 0x0c, 0x51}}}},
    {"errno_elsewhere", "sets_errno", kOtherCall, {{"sc_set_errno", kStoreErrno, {0x90, 0x89, 0x02}}}},
    {"errno_in_another_segment", "sets_errno", kOtherCall, {{"sc_set_errno", kStoreErrno, {0x64, 0x89, 0x02}}}},
    {"errno_of_one_byte", "sets_errno", kOtherCall, {{"sc_set_errno", kStoreErrno, {0x65, 0x88, 0x02}}}},
    {"errno_not_set", "sets_errno", kOtherCall, {{"sc_set_errno", kStoreErrno, {0x90, 0x90, 0x90}}}},
    /* mov %eax, %gs:0x80 */
    {"cancelhandling_set", "sets_errno", kOtherCall,
     {{"sc_set_errno", kSetErrno,
       {0x65, 0xa3, 0x80, 0, 0, 0, 0x90, 0x90, 0x90, 0xb8, 0xff, 0xff, 0xff, 0xff}}}},
    {"errno_set_twice", "sets_errno", kOtherCall,
     {{"sc_set_errno", kSetErrno,
       {0x65, 0x89, 0x02, 0x65, 0x89, 0x01, 0x90, 0x90, 0x90, 0xb8, 0xff, 0xff, 0xff, 0xff}}}},
    {"errno_and_the_stack_set", "sets_errno", kOtherCall,
     {{"sc_set_errno", kSetErrno,
       {0x89, 0x04, 0x24, 0x65, 0x89, 0x02, 0x90, 0x90, 0x90, 0xb8, 0xff, 0xff, 0xff, 0xff}}}},
    {"returns_zero", "sets_errno", kOtherCall, {{"sc_set_errno", kFails, {0xb8, 0, 0, 0, 0}}}},
    {"returns_nothing_known", "sets_errno", kOtherCall, {{"sc_set_errno", kFails, Bytes(5, 0x90)}}},
    {"returns_something_else_in_the_end", "sets_errno", kOtherCall,
     {{"sc_set_errno", kSetErrno,
       {0x65, 0x89, 0x02, 0xb8, 0xff, 0xff, 0xff, 0xff, 0x89, 0xd0, 0x90, 0x90, 0x90, 0x90}}}},
    {"errno_function_does_not_return", "sets_errno", kOtherCall,
     {{"sc_set_errno", {0xff, 0xc3}, {0xff, 0xf4}}}},
    {"errno_function_changes_ebx", "sets_errno", kOtherCall, {{"sc_set_errno", kNegate, {0xf7, 0xdb}}}},
    {"errno_function_pops", "sets_errno", kOtherCall, {{"sc_set_errno", kNegate, {0x59, 0x90}}}},
    {"errno_function_branches", "sets_errno", kOtherCall, {{"sc_set_errno", kNegate, {0x74, 0x00}}}},
    {"errno_function_makes_a_system_call", "sets_errno", kOtherCall, {{"sc_set_errno", kNegate, {0xcd, 0x80}}}},
    {"errno_function_calls_another", "sets_errno", kOtherCall, {{"sc_set_errno", {0xe8}, {}, "fsync"}}},
    {"errno_function_calls_the_helper", "sets_errno", kOtherCall, {{"sc_set_errno", {0xe8}, {}, "sc_six"}}},
    {"errno_function_calls_itself", "sets_errno", kOtherCall, {{"sc_set_errno", {0xe8}, {}, "sc_set_errno"}}},
    {"type_where_the_place_is_told", "sets_errno", kOtherType,
     {{"sets_errno", {0xe8}, {}, "sc_place"}}},
    {"place_told_of_something_else", "in_place", kOtherCall,
     {{"sc_third_place", {0x8b, 0x3c, 0x24}, {0x8b, 0x3f, 0x90}}}},
    {"place_told_of_what_is_above", "in_place", kOtherCall,
     {{"sc_third_place", {0x8b, 0x3c, 0x24}, {0x8b, 0x7c, 0x24, 0x04, 0xc3}}}},
    {"place_told_and_more_done", "in_place", kOtherCall,
     {{"sc_third_place", {0x8b, 0x3c, 0x24}, {0x8b, 0x3c, 0x24, 0x89, 0x07, 0xc3}}}},
    {"place_told_in_the_stack_pointer", "in_place", kNotUnderstood,
     {{"sc_third_place", {0x8b, 0x3c, 0x24}, {0x8b, 0x24, 0x24}}}},
};

/* __syscall_cancel_arch: after these nothing is understood. */
const Bytes kSaves = {0x55, 0x57, 0x56, 0x53, 0x8b, 0x44, 0x24, 0x14}, kLastLoad = {0x8b, 0x6c, 0x24, 0x30};

inline const std::vector<Edited> kArchEdits = {
    /* push %esi; push %ebx; mov 0xc(%esp), %eax; mov %ecx, %eax */
    {"word_forgotten_again", nullptr, nullptr,
     {{"sc_arch", kSaves, {0x56, 0x53, 0x8b, 0x44, 0x24, 0x0c, 0x89, 0xc8}}}},
    {"word_of_another_argument", nullptr, nullptr, {{"sc_arch", {0x8b, 0x44, 0x24, 0x14}, {0x8b, 0x44, 0x24, 0x18}}}},
    {"saves_one_less", nullptr, nullptr, {{"sc_arch", {0x55, 0x57}, {0x90, 0x57}}}},
    {"saves_behind_the_load", nullptr, nullptr,
     {{"sc_arch", kSaves, {0x55, 0x57, 0x56, 0x8b, 0x44, 0x24, 0x14, 0x53}}}},
    {"tests_another_word", nullptr, nullptr, {{"sc_arch", {0xf6, 0x00, 0x08}, {0xf6, 0x01, 0x08}}}},
    {"tests_another_bit", nullptr, nullptr, {{"sc_arch", {0xf6, 0x00, 0x08}, {0xf6, 0x00, 0x04}}}},
    {"branches_the_other_way", nullptr, nullptr, {{"sc_arch", {0x08, 0x75}, {0x08, 0x74}}}},
    {"loads_the_stack_pointer", nullptr, nullptr, {{"sc_arch", kLastLoad, {0x8b, 0x64, 0x24, 0x30}}}},
    {"loads_through_an_argument", nullptr, nullptr, {{"sc_arch", kLastLoad, {0x8b, 0x6b, 0x30, 0x90}}}},
    {"pops_before_the_system_call", nullptr, nullptr, {{"sc_arch", kLastLoad, {0x5d, 0x90, 0x90, 0x90}}}},
    {"pushes_before_the_system_call", nullptr, nullptr, {{"sc_arch", kLastLoad, {0x55, 0x90, 0x90, 0x90}}}},
    {"stores_before_the_system_call", nullptr, nullptr, {{"sc_arch", kLastLoad, {0x89, 0x2b, 0x90, 0x90}}}},
    {"traps_otherwise", nullptr, nullptr, {{"sc_arch", {0xcd, 0x80}, {0xcd, 0x81}}}},
    {"does_more_behind_it", nullptr, nullptr, {{"sc_arch", {0xcd, 0x80, 0x5b}, {0xcd, 0x80, 0x90}}}},
};

} // namespace safecancel

#endif
