# SPDX-License-Identifier: MIT
# Mutants of the thunk for x86-64.
sc_mutant(window_ends_late ${thunk}
  "\\name\\()_end:\n\tmovq	sc_depth@gottpoff(%rip), %rcx"
  "\tmovq	sc_depth@gottpoff(%rip), %rcx\n\\name\\()_end:" test_race ${lost})
sc_mutant(window_begins_late ${thunk}
  "\\name\\()_begin:\n\ttestb	$(\\bits), %fs:(%rcx)\n\tjnz	\\name\\()_cancel"
  "\ttestb	$(\\bits), %fs:(%rcx)\n\tjnz	\\name\\()_cancel\n\\name\\()_begin:" test_race ${missed})
sc_mutant(pending_request_is_not_tested ${thunk}
  "\tjnz	\\name\\()_cancel" "" test_race ${missed})
if(TARGET bench_steps AND speed IN_LIST SAFECANCEL_TEST_PARTS)
  sc_mutant(call_takes_an_instruction_more ${thunk}
    "\tcmpq	$SC_MAX_ERRNO, %rax" "\tmovq	%rax, %rax\n\tcmpq	$SC_MAX_ERRNO, %rax" test_speed)
endif()
