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
