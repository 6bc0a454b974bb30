/* SPDX-License-Identifier: MIT */
/* 32-bit x86: what the audit says of each variant of pthread_testcancel in variants.S. */
#ifndef SAFECANCEL_TESTS_AUDIT_EXPECTED_HPP
#define SAFECANCEL_TESTS_AUDIT_EXPECTED_HPP

namespace safecancel {

struct Expected {
    const char *name;
    const char *said; /* after the place; nullptr: it passes */
};

constexpr Expected kExpected[] = {
    {"good_by_self", nullptr},
    {"good_by_thread_pointer", nullptr},
    {"good_by_address", nullptr},
    {"good_with_frame", nullptr},
    {"other_word", " (mov): reads another word than the one the descriptors name: 0x84, not 0x80"},
    {"other_word_by_thread_pointer",
     " (mov): reads another word than the one the descriptors name: 0x7c, not 0x80"},
    {"other_word_by_address", " (mov): reads another word than the one the descriptors name: 0x7c, not 0x80"},
    {"word_through_fs", " (mov): an instruction the audit does not understand"},
    {"word_of_other_object", " (mov): an instruction the audit does not understand"},
    {"word_of_other_thread", " (mov): an instruction the audit does not understand"},
    {"pointer_overwritten", " (mov): an instruction the audit does not understand"},
    {"pointer_cut", " (movzx): an instruction the audit does not understand"},
    {"half_of_word", " (mov): an instruction the audit does not understand"},
    {"state_in_own_byte", " (movzx): an instruction the audit does not understand"},
    {"stores_elsewhere", " (mov): an instruction the audit does not understand"},
    {"calls_first", " (call): an instruction the audit does not understand"},
    {"mask_without_disabled", " (and): tests other bits than CANCELED, EXITING and disabled: 0x18, not 0x19"},
    {"mask_with_canceling", " (and): tests other bits than CANCELED, EXITING and disabled: 0x1d, not 0x19"},
    {"no_mask", " (cmp): an instruction the audit does not understand"},
    {"mask_of_other_register", " (and): an instruction the audit does not understand"},
    {"other_value", " (cmp): compares with something other than CANCELED: 0x4, not 0x8"},
    {"signed_branch", " (jge): an instruction the audit does not understand"},
    {"no_branch", " (sete): an instruction the audit does not understand"},
    {"jump_at_once", " (jmp): an instruction the audit does not understand"},
    {"ends_too_early", ": ends without a test of cancelhandling"},
    {"not_an_instruction", ": these bytes are no instruction"},
};

} // namespace safecancel

#endif
