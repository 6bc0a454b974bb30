# SPDX-License-Identifier: MIT
# Mutants of the thunk for 64-bit Arm.
sc_mutant(window_ends_late ${thunk}
  "sc_thunk_end:\n\tldr	w12, [x9, x10]"
  "\tldr	w12, [x9, x10]\nsc_thunk_end:" test_race ${lost})
sc_mutant(window_begins_late ${thunk}
  "sc_thunk_begin:\n\tldr	w12, [x9, x11]\n\ttbnz	w12, #SC_CANCELED_BIT, sc_thunk_cancel"
  "\tldr	w12, [x9, x11]\n\ttbnz	w12, #SC_CANCELED_BIT, sc_thunk_cancel\nsc_thunk_begin:" test_race ${missed})
sc_mutant(pending_request_is_not_tested ${thunk}
  "\ttbnz	w12, #SC_CANCELED_BIT, sc_thunk_cancel" "" test_race ${missed})
