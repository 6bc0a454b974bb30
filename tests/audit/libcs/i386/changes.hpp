/* SPDX-License-Identifier: MIT */
/* 32-bit x86: changes to the small marked libc after which its functions that enable and disable are none any more. */
#ifndef SAFECANCEL_TESTS_AUDIT_CHANGES_HPP
#define SAFECANCEL_TESTS_AUDIT_CHANGES_HPP

#include <cstdint>
#include <vector>

#include "audit.h"

namespace safecancel {

using Bytes = std::vector<uint8_t>;

/* In the function's code `from` is replaced by `to`, of the same size. */
struct MarkChange {
    const char *name;
    uint32_t in; /* SC_AUDIT_ENABLE or SC_AUDIT_DISABLE */
    Bytes from, to;
    const char *said;
};

const Bytes kSelf = {0x65, 0x8b, 0x0d, 0x08, 0x00, 0x00, 0x00}; /* mov %gs:0x8, %ecx */

const MarkChange kChanges[] = {
    /* or $2, %ebx */
    {"sets_another_bit", SC_AUDIT_ENABLE, {0x83, 0xcb, 0x02}, {0x83, 0xcb, 0x04},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* and $-3, %edx */
    {"clears_another_bit", SC_AUDIT_DISABLE, {0x83, 0xe2, 0xfd}, {0x83, 0xe2, 0xfb},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* lock cmpxchg %ebx, (%esi): (%ecx) */
    {"changes_the_threads_head", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x1e}, {0xf0, 0x0f, 0xb1, 0x19},
     "changes something other than cancelhandling"},
    /* Its last byte is an instruction too, and so is the rest. */
    {"exchanges_without_lock", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x1e}, {0x90, 0x0f, 0xb1, 0x1e},
     "an instruction the audit does not understand"},
    /* mov %gs:0x8, %ecx: through %fs */
    {"changes_the_programs_own", SC_AUDIT_ENABLE, kSelf, {0x64, 0x8b, 0x0d, 0x08, 0x00, 0x00, 0x00},
     "changes something other than cancelhandling"},
    /* mov %ecx, %eax: what the word was is not what is compared with */
    {"compares_with_another_value", SC_AUDIT_DISABLE, {0x89, 0xc8, 0x83}, {0x89, 0xd8, 0x83},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    /* mov %ebx, %eax; pop: mov %ecx, %eax */
    {"returns_the_threads_address", SC_AUDIT_ENABLE, {0x89, 0xd8, 0x5b}, {0x89, 0xc8, 0x5b},
     "does not return what cancelhandling was"},
    /* mov %ebx, %eax; pop %ebx: pop %eax */
    {"returns_a_saved_register", SC_AUDIT_ENABLE, {0x89, 0xd8, 0x5b}, {0x89, 0xd8, 0x58},
     "does not return what cancelhandling was"},
    /* testb $2, 0x18(%esp) */
    {"returns_at_once", SC_AUDIT_DISABLE, {0xf6, 0x44, 0x24, 0x18, 0x02}, {0xc3, 0x90, 0x90, 0x90, 0x90},
     "does not change cancelhandling"},
    /* mov %ecx, 0x18(%esi): beside its frame */
    {"stores_first", SC_AUDIT_ENABLE, kSelf, {0x89, 0x4e, 0x18, 0x90, 0x90, 0x90, 0x90},
     "does more than change cancelhandling"},
    /* mov %ecx, 0x8(%ebp): above where a frame would be */
    {"stores_in_its_callers_frame", SC_AUDIT_ENABLE, kSelf, {0x89, 0x4d, 0x08, 0x90, 0x90, 0x90, 0x90},
     "does more than change cancelhandling"},
    /* movb $0, 0x8(%esp) */
    {"stores_a_constant_first", SC_AUDIT_ENABLE, kSelf, {0xc6, 0x44, 0x24, 0x08, 0x00, 0x90, 0x90},
     "does more than change cancelhandling"},
    /* push 0x8(%esp) */
    {"pushes_memory_first", SC_AUDIT_ENABLE, kSelf, {0xff, 0x74, 0x24, 0x08, 0x90, 0x90, 0x90},
     "does more than change cancelhandling"},
    {"makes_a_system_call_first", SC_AUDIT_ENABLE, kSelf, {0xcd, 0x80, 0x90, 0x90, 0x90, 0x90, 0x90},
     "does more than change cancelhandling"},
    /* call *%gs:0x10 */
    {"makes_another_system_call_first", SC_AUDIT_ENABLE, kSelf, {0x65, 0xff, 0x15, 0x10, 0x00, 0x00, 0x00},
     "does more than change cancelhandling"},
    /* call *%gs:0x14 */
    {"calls_through_its_head_first", SC_AUDIT_ENABLE, kSelf, {0x65, 0xff, 0x15, 0x14, 0x00, 0x00, 0x00},
     "an instruction the audit does not understand"},
    /* call . + 0x20 */
    {"calls_first", SC_AUDIT_ENABLE, kSelf, {0xe8, 0x1b, 0x00, 0x00, 0x00, 0x90, 0x90}, "calls another function"},
};

/* What each byte of those functions is made in turn. */
constexpr uint8_t kValues[] = {0x00, 0x0f, 0x80, 0xc3, 0xe8, 0xeb, 0xf4};

} // namespace safecancel

#endif
