# SPDX-License-Identifier: MIT
# Mutants of what keeps a program with a fault as it is without the object (tests/faults).
set(SAFECANCEL_NOT_PLAYED "${SAFECANCEL_NOT_PLAYED};skipped: an emulator;skipped: a filter;skipped: ptrace;skipped: the system keeps core")

# --- a filter of the program's own ---
sc_mutant(filter_is_not_noted shim/passing.cpp "    forbid_own_calls();\n" "" test_faults [filter])
sc_mutant(filter_by_syscall_is_not_noted shim/passing.cpp
  "by_prctl(b, c, d) : by_seccomp(b, d);" "by_prctl(b, c, d) : false;" test_faults [filter])
sc_mutant(filter_by_syscall_of_prctl_is_not_noted shim/passing.cpp
  "by_prctl(b, c, d) : by_seccomp(b, d);" "false : by_seccomp(b, d);" test_faults [filter])
sc_mutant(question_is_taken_for_a_filter shim/passing.cpp
  "(mode == SECCOMP_MODE_FILTER && filter != 0)" "mode == SECCOMP_MODE_FILTER" test_faults [passing])
sc_mutant(question_by_syscall_is_taken_for_a_filter shim/passing.cpp
  "(operation == SECCOMP_SET_MODE_FILTER && filter != 0)" "operation == SECCOMP_SET_MODE_FILTER" test_faults [passing])
sc_mutant(canceller_is_made_ready_in_a_vfork_child shim/passing.cpp
  "if (sc_config.armed && is_own_thread())" "if (sc_config.armed)" test_faults [filter_vfork])
sc_mutant(barrier_under_a_filter shim/filter.cpp
  "fence_registered && own_calls_are_allowed() &&" "fence_registered &&" test_faults [filter])
sc_mutant(memory_is_opened_under_a_filter shim/stack.cpp
  "return own_calls_are_allowed() ? raw" "return true ? raw" test_faults [filter])
sc_mutant(thread_is_asked_for_under_a_filter shim/filter.cpp
  "own_calls_are_allowed() ? raw_syscall(__NR_gettid)" "true ? raw_syscall(__NR_gettid)" test_faults [filter])
sc_mutant(handler_is_asked_for_under_a_filter shim/handler.cpp
  "own_calls_are_forbidden() ? installed :" "" test_faults [filter_all])
sc_mutant(arming_under_a_filter shim/arming.cpp
  "} else if (own_calls_are_forbidden()) {" "} else if (false) {" test_faults [filter])
sc_mutant(statistics_under_a_filter shim/arming.cpp
  "settings.statistics && !own_calls_are_forbidden()" "settings.statistics" test_faults [filter])
sc_mutant(watcher_stays_under_a_filter shim/watcher.cpp
  "if (next == never && own_calls_are_forbidden()) {" "if (false) {" test_faults [filter_watcher])
sc_mutant(watcher_is_made_under_a_filter shim/watcher.cpp
  "    if (!own_calls_are_allowed())\n        return EAGAIN;\n" "" test_faults [filter_watcher])

# --- a filter from the start ---
sc_mutant(filter_from_the_start_is_not_seen shim/filter.cpp
  "        set_own_calls(OwnCalls::unknown);\n" "        {}\n" test_faults [filter_start])
sc_mutant(calls_are_not_tried shim/filter.cpp
  "&own_calls, &expected, outcome_of_trial()," "&own_calls, &expected, OwnCalls::allowed," test_faults [filter_start])
sc_mutant(calls_are_never_allowed shim/filter.cpp
  "        outcome = OwnCalls::allowed;\n" "        {}\n" test_faults [filter_start])
sc_mutant(trial_under_the_programs_handlers shim/filter.cpp
  "change_signal_mask(SIG_SETMASK, ~KernelSignalSet{0})" "change_signal_mask(SIG_BLOCK, 0)" test_faults [filter_start])
sc_mutant(child_is_waited_for_in_any_case shim/filter.cpp
  "child > 0 && trial->can_be_waited_for != 0" "child > 0" test_faults [filter_start_all])
sc_mutant(child_is_never_waited_for shim/filter.cpp
  "child > 0 && trial->can_be_waited_for != 0" "false" test_faults [filter_start])
sc_mutant(trial_leaves_a_core shim/filter.cpp "    leave_no_core();\n" "" test_faults [core])
sc_mutant(child_is_made_otherwise_than_threads shim/filter.cpp
  "if (libc_is_since(first_libc_with_clone3))" "if (!libc_is_since(first_libc_with_clone3))" test_faults [filter_start_all])
sc_mutant(refused_question_for_the_thread_is_an_answer shim/filter.cpp
  "return tid < 0 ||" "return" test_faults [filter_start])
sc_mutant(thread_is_asked_for_while_arming shim/filter.cpp
  "static_cast<int32_t>(tid > 0 ? tid :" "static_cast<int32_t>(tid > 0x7fffffff ? tid :" test_faults [filter_start_all])
sc_mutant(signals_are_blocked_while_arming_under_a_filter shim/layout.cpp
  "may_block = own_calls_are_allowed()" "may_block = true" test_faults [filter_start_all])
sc_mutant(signal_is_unblocked_while_arming_under_a_filter shim/arming.cpp
  "    if (own_calls_are_allowed())\n        change_signal_mask" "    change_signal_mask" test_faults [filter_start_all])

# --- no standard error ---
sc_mutant(file_is_taken_for_standard_error shim/report.cpp
  "    if (!no_standard_error)\n        write_line(standard_error" "    write_line(standard_error" test_faults [closed])
sc_mutant(statistics_go_to_a_file_of_the_programs shim/report.cpp
  "        if (!no_standard_error)\n            write_line" "        write_line" test_faults [closed])
