/* SPDX-License-Identifier: MIT */
/* x86-64: changes to a site. */
#ifndef SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP
#define SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP

#include <cstring>

#include "mutation.hpp"

namespace safecancel {

inline std::optional<Change> system_call_to_nops(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.end - 2, {0x90, 0x90}};
}

inline std::optional<Change> system_call_to_trap(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.end - 1, {0x0b}}; /* ud2 */
}

/* mov N(%rsp), register: the other direction is one bit. */
inline std::optional<Change> reload_to_store(const ObjectImage &object, const sc_audit_window &window)
{
    const uint8_t *code = bytes_at(object, window.begin);
    for (uint64_t i = 0; i + 3 < window.end - window.begin; ++i)
        if (code[i] == 0x8b && (code[i + 1] & 0xc7) == 0x44 && code[i + 2] == 0x24)
            return Change{window.begin + i, {0x89}};
    return {};
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
    return Change{window.begin, {0x06}};
}

inline std::optional<Change> unknown_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0x0f, 0xa2}}; /* cpuid */
}

inline std::optional<Change> second_system_call(const ObjectImage &object, const sc_audit_window &window)
{
    const bool room = ends_in_call(object, window) && window.after - window.end >= 7;
    return room ? std::optional(Change{window.end, {0x0f, 0x05}}) : std::nullopt;
}

/* ja, and a nop of four bytes, where the result is compared. */
inline std::optional<Change> back_to_the_window(const ObjectImage &object, const sc_audit_window &window)
{
    const uint64_t distance = window.end + 2 - window.begin;
    const uint8_t *code = bytes_at(object, window.end);
    const bool compares = ends_in_call(object, window) && code[0] == 0x48 && code[1] == 0x3d && distance <= 0x80;
    if (!compares)
        return {};
    return Change{window.end, {0x77, static_cast<uint8_t>(-distance), 0x0f, 0x1f, 0x40, 0x00}};
}

/* mov register, %edi, last before the call or before the result is kept: another register. */
inline std::optional<Change> disables_with_another_type(const ObjectImage &object, const sc_audit_window &window)
{
    const uint8_t *code = bytes_at(object, window.end);
    for (uint64_t i = 0; i + 1 < window.after - window.end; ++i)
        if (code[i] == 0x89 && (code[i + 1] & 0xc7) == 0xc7)
            return Change{window.end + i + 1, {static_cast<uint8_t>(code[i + 1] ^ 0x08)}};
    return {};
}

inline std::optional<Change> writes_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    const bool room = ends_in_call(object, window) && window.after - window.end >= 7;
    return room ? std::optional(Change{window.end, {0x89, 0x02}}) : std::nullopt; /* mov %eax, (%rdx) */
}

constexpr Mutation kMutations[] = {
    /* Without a system call the result's place is written before it. */
    {"system_call_to_nops", "no system call between enabling and disabling", "writes memory before the system call",
     false, system_call_to_nops},
    {"system_call_to_trap", "an instruction the audit does not understand", nullptr, false, system_call_to_trap},
    {"reload_to_store", "writes memory before the system call", nullptr, false, reload_to_store},
    {"disables_elsewhere", "calls another function than the one that disables", nullptr, true, disables_elsewhere},
    {"leaves_at_once", "leaves without disabling", nullptr, true, leaves_at_once},
    {"returns_instead_of_disabling", "leaves without disabling", nullptr, true, returns_instead_of_disabling},
    {"no_instruction", "these bytes are no instruction", nullptr, true, no_instruction},
    {"unknown_instruction", "an instruction the audit does not understand", nullptr, false, unknown_instruction},
    {"second_system_call", "a second system call", nullptr, false, second_system_call},
    {"back_to_the_window", "reached both before and after a system call", nullptr, false, back_to_the_window},
    {"disables_with_another_type", "disables with something other than what enabling returned", nullptr, false,
     disables_with_another_type},
    {"writes_elsewhere", "writes memory other than its frame and errno", nullptr, false, writes_elsewhere},
};


/* The call of the function that enables. */
inline Change call_to_jump(const ObjectImage &, const sc_audit_window &window)
{
    return {window.begin - 5, {0xe9}};
}

} // namespace safecancel

#endif
