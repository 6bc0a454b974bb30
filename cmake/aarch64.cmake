# SPDX-License-Identifier: MIT
# 64-bit Arm, built on another system with the cross compiler (Debian's
# crossbuild-essential-arm64).  Libraries beside the C library's are in the
# directory SAFECANCEL_FOREIGN: those of scripts/foreign-packages arm64, if it is not given.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(SAFECANCEL_FOREIGN_PROGRAMS ON) # they do not run where they are built
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_ASM_COMPILER aarch64-linux-gnu-gcc)

if(NOT SAFECANCEL_FOREIGN)
  set(SAFECANCEL_FOREIGN ${CMAKE_CURRENT_LIST_DIR}/../build/foreign/arm64)
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SAFECANCEL_FOREIGN)
set(CMAKE_FIND_ROOT_PATH ${SAFECANCEL_FOREIGN})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
