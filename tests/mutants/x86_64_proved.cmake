# SPDX-License-Identifier: MIT
# Mutants of the thunk for x86-64 that `safecancel prove` must catch.
sc_proved(window_ends_late read)
sc_proved(window_begins_late read)
sc_proved(pending_request_is_not_tested read)

sc_proved_mutant(request_is_tested_before_the_mark ${thunk}
  "\tincl	%fs:(%r11)
\\name\\()_begin:
\ttestb	$(\\bits), %fs:(%rcx)
\tjnz	\\name\\()_cancel
"
  "\\name\\()_begin:
\ttestb	$(\\bits), %fs:(%rcx)
\tjnz	\\name\\()_cancel_unmarked
\tincl	%fs:(%r11)
"
  read)
sc_proved_mutant(window_ends_before_the_system_call ${thunk}
  "\tsyscall\n\\name\\()_end:\n" "\\name\\()_end:\n\tsyscall\n" read)
# Set and not counted: a point in a user's handler takes the mark of the one underneath away.
sc_proved_mutant(depth_is_a_flag ${thunk}
  "\tincl	%fs:(%r11)" "\tmovl	$1, %fs:(%r11)" read)
sc_proved_mutant(mark_is_undone_before_the_call ${thunk}
  "\tjnz	\\name\\()_cancel\n" "\tjnz	\\name\\()_cancel\n\tdecl	%fs:(%r11)\n" read)
sc_proved_mutant(way_to_acting_does_not_unwind ${thunk}
  "\tpushq	%rax\n\t.cfi_adjust_cfa_offset 8\n" "\tpushq	%rax\n" read)

# --- requests that are errors: the thunk of threads in which no cancel is due ---
sc_proved_mutant(window_of_retrying_ends_late ${thunk}
  "\\name\\()_end:\n\tmovq	sc_depth@gottpoff(%rip), %rcx"
  "\t.ifnc \\name, sc_retry
\\name\\()_end:
\t.endif
\tmovq	sc_depth@gottpoff(%rip), %rcx
\t.ifc \\name, sc_retry
\\name\\()_end:
\t.endif"
  --errors=interrupt readv)
sc_proved_mutant(window_of_retrying_begins_late ${thunk}
  "\\name\\()_begin:\n\ttestb	$(\\bits), %fs:(%rcx)\n\tjnz	\\name\\()_cancel\n"
  "\t.ifnc \\name, sc_retry
\\name\\()_begin:
\t.endif
\ttestb	$(\\bits), %fs:(%rcx)
\tjnz	\\name\\()_cancel
\t.ifc \\name, sc_retry
\\name\\()_begin:
\t.endif
"
  --errors=interrupt readv)
sc_proved_mutant(error_is_not_tested_for ${thunk}
  "	sc_make_thunk sc_thunk, SC_TESTED" "	sc_make_thunk sc_thunk, SC_CANCELED" --errors=interrupt readv)
sc_proved_mutant(error_is_not_tested_for_again ${thunk}
  "	sc_make_thunk sc_retry, SC_TESTED_AGAIN" "	sc_make_thunk sc_retry, 0" --errors=interrupt readv)
