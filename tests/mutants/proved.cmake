# SPDX-License-Identifier: MIT
# Mutants that `safecancel prove` must catch, on the points named.
#
#   sc_proved(NAME POINTS...)
#     The mutant NAME exists; adds the test mutants.NAME.proved, which passes when
#     something is lost, missed or broken with it.  It does not when the mutant
#     could not be armed.
#   sc_proved_mutant(NAME FILE FROM TO POINTS...)
#     As sc_mutant, and sc_proved.
function(sc_proved name)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}/libsafecancel.so)
  sc_list_mutant(${name} $<TARGET_FILE:safecancel_prove> --misses 3 --library ${object} ${ARGN})
  add_test(NAME mutants.${name}.proved
    COMMAND safecancel_prove --misses 3 --library ${object} ${ARGN})
  set_tests_properties(mutants.${name}.proved PROPERTIES TIMEOUT 300
    PASS_REGULAR_EXPRESSION "With the shim:\n[a-z]"
    SKIP_REGULAR_EXPRESSION "ptrace is not permitted here"
    FAIL_REGULAR_EXPRESSION "safecancel: off;does not start")
endfunction()

function(sc_proved_mutant name file from to)
  sc_build_mutant(${name} ${file} "${from}" "${to}")
  sc_proved(${name} ${ARGN})
endfunction()

# Unchanged, nothing may be found: else the tests below would pass by themselves.
sc_proved(none read sem_wait)
set_tests_properties(mutants.none.proved PROPERTIES PASS_REGULAR_EXPRESSION "all 3 points  *shim [0-9 ]* 0  *0  *0\n$"
  FAIL_REGULAR_EXPRESSION "With the shim:;does not start")

include(${CMAKE_CURRENT_SOURCE_DIR}/${SAFECANCEL_ARCH}_proved.cmake)

# --- what other tests catch as well ---
sc_proved(completed_call_is_a_window read)
sc_proved(not_raised_again read)
sc_proved(interrupted_call_is_not_acted_upon poll)
sc_proved(marked_thread_is_not_signalled read)
sc_proved(enabled_again_request_is_forgotten read)
sc_proved(completed_call_in_libc_is_acted_upon fflush)
sc_proved(point_of_libc_under_a_handler_is_forgotten sem_wait)
sc_proved(enabled_again_as_libc_does sem_wait)

# --- what only this one catches ---
# The word is written before the depth is read: a thread that has not come to the point
# yet must find the request there.
sc_proved_mutant(depth_is_read_before_the_request_is_made shim/cancel.cpp
  "    const uint32_t old = make_request(thread);"
  "    const bool seen = may_be_in_a_point(thread, tid);
    const auto may_be_in_a_point = [seen](uintptr_t, int32_t) { return seen; };
    const uint32_t old = make_request(thread);"
  read)
sc_proved_mutant(handler_being_left_is_none shim/handler.cpp
  "is_at_signal_return(program_counter(context)) ||" "" sem_wait)
sc_proved_mutant(errno_is_not_set shim/act.cpp
  "    errno = static_cast<int>(-result);\n" "" read)
sc_proved_mutant(error_is_not_returned shim/act.cpp
  "if ((request & SC_KIND_ERROR) != 0)" "if (false)" clock_nanosleep)

# --- requests that are errors ---
add_test(NAME mutants.none.errors COMMAND safecancel_prove --misses 3 --errors
  --library ${CMAKE_CURRENT_BINARY_DIR}/none/libsafecancel.so readv poll)
set_tests_properties(mutants.none.errors PROPERTIES TIMEOUT 300
  PASS_REGULAR_EXPRESSION "all 2 points \\(errors\\)  *shim [0-9 ]* 0  *0  *0  *0\n$"
  SKIP_REGULAR_EXPRESSION "ptrace is not permitted here" FAIL_REGULAR_EXPRESSION "With the shim:;does not start")

sc_proved_mutant(error_is_given_again shim/errors.cpp
  "bool taken = __atomic_exchange_n(&error_state.asked, 0, __ATOMIC_SEQ_CST) != 0;"
  "bool taken = load(error_state.asked) != 0;"
  --errors=interrupt readv)
sc_proved_mutant(error_of_the_masked_state_is_given_again shim/errors.cpp
  "        error_state.masked = 0;\n" "" --errors=masked readv)
# The bit, and the signal for it, are for somebody who finds the reason.  The loop
# makes the time in between longer than the distance of two places where the requester is held.
sc_proved_mutant(bit_is_set_before_the_reason shim/errors.cpp
  "    if (asks)
        __atomic_store_n(&errors->asked, 1, __ATOMIC_SEQ_CST);
    watch_pending(tid, &errors->place, true);
    uint32_t word = load_word(thread);"
  "    struct Late {
        ErrorState *errors;
        bool asks;
        void done() { if (asks) __atomic_store_n(&errors->asked, 1, __ATOMIC_SEQ_CST); }
    } late = {errors, asks};
    const auto may_be_in_a_point = [&late](uintptr_t of, int32_t id) {
        for (volatile int i = 0; i < 200; i = i + 1) {}
        late.done();
        return safecancel::may_be_in_a_point(of, id);
    };
    watch_pending(tid, &errors->place, true);
    uint32_t word = load_word(thread);"
  --errors=interrupt readv)
# The watcher may signal before whoever makes the request has set the bit.
sc_proved_mutant(reason_without_its_bit_is_none shim/handler.cpp
  "        settle_error(); /* nobody signals for what has been taken, or the bit is on its way after its reason */" "        {}"
  --errors=interrupt poll)
sc_proved_mutant(interrupted_call_is_given_no_error shim/act.cpp
  "return fails ? -SC_ECANCELED : -EINTR;" "return -EINTR;" --errors=interrupt poll)
sc_proved_mutant(close_is_given_an_error shim/act.cpp
  "return (request & SC_KIND_CLOSE) == 0 && error_may_be_due(word) &&" "return error_may_be_due(word) &&"
  --errors=interrupt close)
sc_proved_mutant(state_is_not_settled shim/threads.cpp
  "    if (error_state.place != 0)\n        settle_error();\n" "" --errors=masked readv)
sc_proved_mutant(thread_with_its_error_is_watched_on shim/errors.cpp
  "    taken = taken || deadline_has_passed();\n    settle_error();\n"
  "    taken = taken || deadline_has_passed();\n"
  --errors=interrupt readv)
sc_proved_mutant(masked_request_is_no_error shim/cancel.cpp
  "            request_error(thread, tid, false);" "            {}" --errors=masked readv)
sc_proved_mutant(point_of_libc_is_given_no_error shim/handler.cpp
  "if (!leave_thunk(context) && !fail_interrupted_point(context, word, take_error))" "if (!leave_thunk(context))"
  --errors=masked --positions 120 fgets)
sc_proved_mutant(completed_call_in_libc_is_given_an_error shim/errors.cpp
  "made ? call_result(context) != -EINTR :" "made ? false :"
  --errors=masked --positions 120 fgets)
sc_proved_mutant(broken_point_goes_on shim/api.cpp
  "    error_state.broken = sc_depth;\n    leave_window" "    leave_window" --errors=break readv)
sc_proved_mutant(close_is_broken shim/act.cpp
  "= broken && (request & SC_KIND_CLOSE) == 0 ?" "= broken ?" --errors=break close)
sc_proved_mutant(completed_call_is_broken shim/api.cpp
  " || call_result(context) != -EINTR)" ")" --errors=break readv)
sc_proved_mutant(interrupted_call_is_not_broken shim/api.cpp
  "    error_state.broken = sc_depth;\n    return true;" "    return true;" --errors=break poll)
