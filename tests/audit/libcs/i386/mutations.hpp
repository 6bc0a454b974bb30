/* SPDX-License-Identifier: MIT */
/* 32-bit x86: changes to a site. */
#ifndef SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP
#define SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP

#include <cstring>

#include "code.hpp"
#include "mutation.hpp"

namespace safecancel {

/* Where the instruction that makes the system call begins. */
inline uint64_t system_call_of(const ObjectImage &object, const sc_audit_window &window)
{
    return window.end - system_call_size(bytes_at(object, window.begin), bytes_at(object, window.end));
}

inline std::optional<Change> system_call_to_nops(const ObjectImage &object, const sc_audit_window &window)
{
    const uint64_t at = system_call_of(object, window);
    return Change{at, Bytes(window.end - at, 0x90)};
}

inline std::optional<Change> system_call_to_trap(const ObjectImage &object, const sc_audit_window &window)
{
    const uint64_t at = system_call_of(object, window);
    Change change{at, Bytes(window.end - at, 0x90)};
    change.bytes[0] = 0x0f; /* ud2 */
    change.bytes[1] = 0x0b;
    return change;
}

/* Instead of mov N(%esp), register, which is four bytes. */
inline std::optional<Change> for_reload(const ObjectImage &object, const sc_audit_window &window, const Bytes &bytes)
{
    const uint8_t *code = bytes_at(object, window.begin);
    for (uint64_t i = 0; i + 3 < window.end - window.begin; ++i)
        if (code[i] == 0x8b && (code[i + 1] & 0xc7) == 0x44 && code[i + 2] == 0x24)
            return Change{window.begin + i, bytes};
    return {};
}

inline std::optional<Change> stores_first(const ObjectImage &object, const sc_audit_window &window)
{
    return for_reload(object, window, {0x89, 0x1a, 0x90, 0x90}); /* mov %ebx, (%edx) */
}

inline std::optional<Change> stores_constant_first(const ObjectImage &object, const sc_audit_window &window)
{
    return for_reload(object, window, {0xc6, 0x02, 0x00, 0x90}); /* movb $0, (%edx) */
}

inline std::optional<Change> moves_stack_first(const ObjectImage &object, const sc_audit_window &window)
{
    return for_reload(object, window, {0x52, 0x90, 0x90, 0x90}); /* push %edx */
}

inline std::optional<Change> moves_stack_on_one_path(const ObjectImage &object, const sc_audit_window &window)
{
    return for_reload(object, window, {0x75, 0x01, 0x52, 0x90}); /* jne 1f; push %edx; 1: */
}

inline bool ends_in_call(const ObjectImage &object, const sc_audit_window &window)
{
    return window.after - window.end >= 5 && *bytes_at(object, window.after - 5) == 0xe8;
}

inline std::optional<Change> disables_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    if (!ends_in_call(object, window))
        return {};
    const uint8_t distance = *bytes_at(object, window.after - 3); /* in units of 256 bytes */
    return Change{window.after - 3, {static_cast<uint8_t>(distance ^ 1)}};
}

inline std::optional<Change> leaves_at_once(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0xc3}};
}

inline std::optional<Change> returns_instead_of_disabling(const ObjectImage &object, const sc_audit_window &window)
{
    return ends_in_call(object, window) ? std::optional(Change{window.after - 5, {0xc3}}) : std::nullopt;
}

inline std::optional<Change> no_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0x0f, 0x04}};
}

inline std::optional<Change> unknown_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0x0f, 0xa2}}; /* cpuid */
}

/* Instead of the comparison of the result, which is five bytes. */
inline std::optional<Change> for_comparison(const ObjectImage &object, const sc_audit_window &window,
                                            const Bytes &bytes)
{
    for (uint64_t at = window.end; at + 5 <= window.after && at <= window.end + 2; ++at) {
        const uint8_t *code = bytes_at(object, at);
        if (ends_in_call(object, window) && code[0] == 0x3d && code[1] == 0x00 && code[2] == 0xf0)
            return Change{at, bytes};
    }
    return {};
}

inline std::optional<Change> second_system_call(const ObjectImage &object, const sc_audit_window &window)
{
    return for_comparison(object, window, {0xcd, 0x80, 0x90, 0x90, 0x90}); /* int $0x80 */
}

inline std::optional<Change> writes_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    return for_comparison(object, window, {0x89, 0x02, 0x90, 0x90, 0x90}); /* mov %eax, (%edx) */
}

inline std::optional<Change> writes_constant_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    return for_comparison(object, window, {0xc6, 0x02, 0x00, 0x90, 0x90}); /* movb $0, (%edx) */
}

inline std::optional<Change> writes_other_word(const ObjectImage &object, const sc_audit_window &window)
{
    return for_comparison(object, window, {0x89, 0x42, 0x10, 0x90, 0x90}); /* mov %eax, 0x10(%edx) */
}

/* jae, to what stands before the system call. */
inline std::optional<Change> back_to_the_window(const ObjectImage &object, const sc_audit_window &window)
{
    std::optional<Change> change = for_comparison(object, window, {0x73, 0, 0x90, 0x90, 0x90});
    if (!change || change->at + 2 - window.begin > 0x80)
        return {};
    change->bytes[1] = static_cast<uint8_t>(window.begin - (change->at + 2));
    return change;
}

/* Instead of sub $0xc, %esp; push register, right before the call. */
inline std::optional<Change> for_push(const ObjectImage &object, const sc_audit_window &window, Bytes bytes)
{
    if (!ends_in_call(object, window) || window.after - window.end < 9)
        return {};
    const uint64_t at = window.after - 9;
    const uint8_t *code = bytes_at(object, at);
    if (code[0] != 0x83 || code[1] != 0xec || code[2] != 0x0c || (code[3] & 0xf8) != 0x50)
        return {};
    for (uint8_t &byte : bytes)
        byte = byte == 0x50 ? code[3] : byte;
    return Change{at, bytes};
}

inline std::optional<Change> disables_with_another_type(const ObjectImage &object, const sc_audit_window &window)
{
    return for_push(object, window, {0x83, 0xec, 0x0c, 0x51}); /* push %ecx */
}

inline std::optional<Change> overwrites_what_was_pushed(const ObjectImage &object, const sc_audit_window &window)
{
    return for_push(object, window, {0x50, 0x89, 0x0c, 0x24}); /* push; mov %ecx, (%esp) */
}

inline std::optional<Change> pushes_something_behind(const ObjectImage &object, const sc_audit_window &window)
{
    return for_push(object, window, {0x50, 0x51, 0x90, 0x90}); /* push; push %ecx */
}

inline std::optional<Change> pushes_on_one_path(const ObjectImage &object, const sc_audit_window &window)
{
    return for_push(object, window, {0x75, 0x01, 0x50, 0x90}); /* jne 1f; push; 1: */
}

constexpr const char *kNotUnderstood = "an instruction the audit does not understand";
constexpr const char *kStoresBefore = "writes memory before the system call";
constexpr const char *kStoresElsewhere = "writes memory other than its frame and errno";
constexpr const char *kOtherType = "disables with something other than what enabling returned";

constexpr Mutation kMutations[] = {
    /* Without a system call a function that sets errno is called before it. */
    {"system_call_to_nops", "no system call between enabling and disabling", kStoresBefore, false,
     system_call_to_nops},
    {"system_call_to_trap", kNotUnderstood, nullptr, false, system_call_to_trap},
    {"stores_first", kStoresBefore, nullptr, false, stores_first},
    {"stores_constant_first", kStoresBefore, nullptr, false, stores_constant_first},
    {"moves_stack_first", kNotUnderstood, nullptr, false, moves_stack_first},
    {"moves_stack_on_one_path", kNotUnderstood, nullptr, false, moves_stack_on_one_path},
    {"disables_elsewhere", "calls another function than the one that disables", nullptr, true, disables_elsewhere},
    {"leaves_at_once", "leaves without disabling", nullptr, true, leaves_at_once},
    {"returns_instead_of_disabling", "leaves without disabling", nullptr, true, returns_instead_of_disabling},
    {"no_instruction", "these bytes are no instruction", nullptr, true, no_instruction},
    {"unknown_instruction", kNotUnderstood, nullptr, false, unknown_instruction},
    {"second_system_call", "a second system call", nullptr, false, second_system_call},
    {"back_to_the_window", "reached both before and after a system call", nullptr, false, back_to_the_window},
    {"disables_with_another_type", kOtherType, nullptr, false, disables_with_another_type},
    {"overwrites_what_was_pushed", kOtherType, nullptr, false, overwrites_what_was_pushed},
    {"pushes_something_behind", kOtherType, nullptr, false, pushes_something_behind},
    {"pushes_on_one_path", kOtherType, nullptr, false, pushes_on_one_path},
    {"writes_elsewhere", kStoresElsewhere, nullptr, false, writes_elsewhere},
    {"writes_constant_elsewhere", kStoresElsewhere, nullptr, false, writes_constant_elsewhere},
    {"writes_other_word", kStoresElsewhere, nullptr, false, writes_other_word},
};

/* The call of the function that enables. */
inline Change call_to_jump(const ObjectImage &, const sc_audit_window &window)
{
    return {window.begin - 5, {0xe9}};
}

} // namespace safecancel

#endif
