/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: what the audit says of each variant of pthread_testcancel in variants.S. */
#ifndef SAFECANCEL_TESTS_AUDIT_EXPECTED_HPP
#define SAFECANCEL_TESTS_AUDIT_EXPECTED_HPP

namespace safecancel {

struct Expected {
    const char *name;
    const char *said; /* after the place; nullptr: it passes */
};

constexpr Expected kExpected[] = {
    {"good_by_address", nullptr},
    {"good_by_displacement", nullptr},
    {"good_with_frame", nullptr},
    {"good_mask_of_2_31", nullptr},
    {"good_other_register", nullptr},
    {"other_word", " (ldr): reads another word than the one the descriptors name: 0xfffffffffffff9ec, not 0xfffffffffffff9e8"},
    {"word_of_other_object", " (ldr): an instruction the audit does not understand"},
    {"pointer_overwritten", " (ldr): an instruction the audit does not understand"},
    {"pointer_cut", " (ldr): an instruction the audit does not understand"},
    {"wide_word", " (ldr): an instruction the audit does not understand"},
    {"state_in_own_byte", " (ldrb): an instruction the audit does not understand"},
    {"mask_without_disabled", " (and): tests other bits than CANCELED, EXITING and disabled: 0x18, not 0x19"},
    {"mask_with_canceling", " (and): tests other bits than CANCELED, EXITING and disabled: 0x1d, not 0x19"},
    {"mask_unknown", " (and): an instruction the audit does not understand"},
    {"mask_patched", " (movk): an instruction the audit does not understand"},
    {"no_mask", " (cmp): an instruction the audit does not understand"},
    {"mask_of_other_register", " (and): an instruction the audit does not understand"},
    {"other_value", " (cmp): compares with something other than CANCELED: 0x4, not 0x8"},
    {"signed_branch", " (b.ge): an instruction the audit does not understand"},
    {"no_branch", " (cset): an instruction the audit does not understand"},
    {"jump_at_once", " (b): an instruction the audit does not understand"},
    {"ends_too_early", ": ends without a test of cancelhandling"},
    {"not_an_instruction", ": these bytes are no instruction"},
};

} // namespace safecancel

#endif
