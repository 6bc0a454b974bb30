# SPDX-License-Identifier: MIT
# Mutants of the thunk for 64-bit Arm.
sc_mutant(window_ends_late ${thunk}
  "\\name\\()_end:\n\tldr	w12, [x9, x10]"
  "\tldr	w12, [x9, x10]\n\\name\\()_end:" test_race ${lost})
sc_mutant(window_begins_late ${thunk}
  "\\name\\()_begin:\n\tldr	w12, [x9, x11]\n\ttst	w12, #(\\bits)\n\tb.ne	\\name\\()_cancel"
  "\tldr	w12, [x9, x11]\n\ttst	w12, #(\\bits)\n\tb.ne	\\name\\()_cancel\n\\name\\()_begin:" test_race ${missed})
sc_mutant(pending_request_is_not_tested ${thunk}
  "\tb.ne	\\name\\()_cancel" "" test_race ${missed})
