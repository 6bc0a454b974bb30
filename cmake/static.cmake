# SPDX-License-Identifier: MIT
# SAFECANCEL_STATIC: the commands are linked with the static forms of Capstone,
# libunwind and libstdc++, and with {fmt} from its headers alone, so that they run
# wherever libc and libgcc_s are.  libgcc_s stays shared: a second unwinder in a
# process that cancels threads would crash it.
#
# SAFECANCEL_HEADERS is a directory with CLI/, fmt/ and nlohmann/: the libraries that
# are headers only need not be those of the system that is built on.
set(SAFECANCEL_HEADERS /usr/include CACHE PATH "Where CLI/, fmt/ and nlohmann/ lie, for SAFECANCEL_STATIC")
foreach(package fmt CLI11 nlohmann_json)
  set(${package}_DIR ${CMAKE_CURRENT_LIST_DIR}/static)
endforeach()
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-static-libstdc++>)
