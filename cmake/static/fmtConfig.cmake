# SPDX-License-Identifier: MIT
# See ../static.cmake.
if(NOT TARGET fmt::fmt)
  add_library(fmt::fmt INTERFACE IMPORTED GLOBAL)
  set_target_properties(fmt::fmt PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${SAFECANCEL_HEADERS}"
    INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY)
endif()
