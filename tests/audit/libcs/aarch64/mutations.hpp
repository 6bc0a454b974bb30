/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: changes to a site. */
#ifndef SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP
#define SAFECANCEL_TESTS_AUDIT_MUTATIONS_HPP

#include <cstring>

#include "mutation.hpp"

namespace safecancel {

inline uint32_t word_at(const ObjectImage &object, uint64_t address)
{
    uint32_t word;
    memcpy(&word, bytes_at(object, address), sizeof word);
    return word;
}

inline Change put(uint64_t at, uint32_t word)
{
    Change change{at, Bytes(sizeof word)};
    memcpy(change.bytes.data(), &word, sizeof word);
    return change;
}

constexpr uint32_t kReturn = 0xd65f03c0;

inline bool ends_in_call(const ObjectImage &object, const sc_audit_window &window)
{
    return window.after - window.end >= 4 && (word_at(object, window.after - 4) & 0xfc000000) == 0x94000000;
}

/* Room for another instruction between the system call and the call that disables. */
inline bool has_room(const ObjectImage &object, const sc_audit_window &window)
{
    return ends_in_call(object, window) && window.after - window.end >= 8;
}

inline std::optional<Change> system_call_to_nops(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.end - 4, 0xd503201f);
}

inline std::optional<Change> system_call_to_trap(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.end - 4, 0xd4200000); /* brk #0 */
}

inline std::optional<Change> stores_first(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.begin, 0xf9000041); /* str x1, [x2] */
}

inline std::optional<Change> disables_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    return ends_in_call(object, window) ? std::optional(put(window.after - 4, word_at(object, window.after - 4) ^ 0x100))
                                        : std::nullopt;
}

inline std::optional<Change> leaves_at_once(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.begin, kReturn);
}

inline std::optional<Change> returns_instead_of_disabling(const ObjectImage &object, const sc_audit_window &window)
{
    return ends_in_call(object, window) ? std::optional(put(window.after - 4, kReturn)) : std::nullopt;
}

inline std::optional<Change> no_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.begin, 0);
}

inline std::optional<Change> unknown_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return put(window.begin, 0xd53be04d); /* mrs x13, cntvct_el0 */
}

inline std::optional<Change> second_system_call(const ObjectImage &object, const sc_audit_window &window)
{
    return has_room(object, window) ? std::optional(put(window.end, 0xd4000001)) : std::nullopt;
}

/* b.hi, where the result is compared. */
inline std::optional<Change> back_to_the_window(const ObjectImage &object, const sc_audit_window &window)
{
    const bool compares = has_room(object, window) && word_at(object, window.end) == 0xb140041f;
    const uint32_t distance = static_cast<uint32_t>(window.begin - window.end) / 4 & 0x7ffff;
    return compares ? std::optional(put(window.end, 0x54000008 | distance << 5)) : std::nullopt;
}

/* mov wN, w0, last before the call: another register. */
inline std::optional<Change> disables_with_another_type(const ObjectImage &object, const sc_audit_window &window)
{
    for (uint64_t at = window.end; ends_in_call(object, window) && at < window.after; at += 4)
        if ((word_at(object, at) & 0xffe0ffff) == 0x2a0003e0)
            return put(at, word_at(object, at) ^ 0x00080000);
    return {};
}

inline std::optional<Change> writes_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    return has_room(object, window) ? std::optional(put(window.end, 0xb9000040)) : std::nullopt; /* str w0, [x2] */
}

constexpr Mutation kMutations[] = {
    /* Without a system call the result's place is written before it. */
    {"system_call_to_nops", "no system call between enabling and disabling", "writes memory before the system call",
     false, system_call_to_nops},
    {"system_call_to_trap", "an instruction the audit does not understand", nullptr, false, system_call_to_trap},
    {"stores_first", "writes memory before the system call", nullptr, false, stores_first},
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
inline Change call_to_jump(const ObjectImage &object, const sc_audit_window &window)
{
    return put(window.begin - 4, word_at(object, window.begin - 4) & 0x7fffffff);
}

} // namespace safecancel

#endif
