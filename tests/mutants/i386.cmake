# SPDX-License-Identifier: MIT
# Mutants for 32-bit x86: of the thunk, and of finding a thread's place in the vDSO.
sc_mutant(window_ends_late ${thunk}
  "\\name\\()_end:\n\tmovl	SC_DEPTH_OFFSET(%esp), %edx"
  "\tmovl	SC_DEPTH_OFFSET(%esp), %edx\n\\name\\()_end:" test_race ${lost})
sc_mutant(window_begins_late ${thunk}
  "\\name\\()_begin:\n\ttestb	$(\\bits), %gs:(%ebp)\n\tjnz	\\name\\()_cancel"
  "\ttestb	$(\\bits), %gs:(%ebp)\n\tjnz	\\name\\()_cancel\n\\name\\()_begin:" test_race ${missed})
sc_mutant(pending_request_is_not_tested ${thunk}
  "\tjnz	\\name\\()_cancel" "" test_race ${missed})

# These need the vDSO, and the real audit's map of it.
sc_mutant(place_in_vdso_is_not_found shim/i386/interrupted.cpp
  "if (depth == KernelEntry::none ||" "if (true || depth == KernelEntry::none ||" test_race ${missed})
sc_mutant(completed_call_in_vdso_is_a_window shim/i386/interrupted.cpp
  "before &= offset <= entry->before;" "" test_race ${lost})
if(TARGET bench_steps AND speed IN_LIST SAFECANCEL_TEST_PARTS)
  sc_mutant(call_takes_an_instruction_more ${thunk}
    "\tcmpl	$SC_MAX_ERRNO, %eax" "\tmovl	%eax, %eax\n\tcmpl	$SC_MAX_ERRNO, %eax" test_speed)
endif()
