# SPDX-License-Identifier: MIT
# Mutants of the thunk for x86-64.
sc_mutant(window_ends_late ${thunk}
  "sc_thunk_end:\n\tmovq	sc_depth@gottpoff(%rip), %rcx"
  "\tmovq	sc_depth@gottpoff(%rip), %rcx\nsc_thunk_end:" test_race ${lost})
sc_mutant(window_begins_late ${thunk}
  "sc_thunk_begin:\n\ttestb	$SC_CANCELED, %fs:(%rcx)\n\tjnz	sc_thunk_cancel"
  "\ttestb	$SC_CANCELED, %fs:(%rcx)\n\tjnz	sc_thunk_cancel\nsc_thunk_begin:" test_race ${missed})
sc_mutant(pending_request_is_not_tested ${thunk}
  "\tjnz	sc_thunk_cancel" "" test_race ${missed})
