# SPDX-License-Identifier: MIT
# 32-bit x86, built and run on a 64-bit x86 system with the multilib compiler.
# Libraries beside the C library's are those of scripts/foreign-packages i386.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR i386)
set(CMAKE_LIBRARY_ARCHITECTURE i386-linux-gnu)
# <asm/unistd.h>: Debian's multilib compiler looks for it in a directory that
# the package gcc-multilib makes, which cross compilers exclude.
foreach(language C CXX ASM)
  set(CMAKE_${language}_FLAGS_INIT "-m32 -idirafter /usr/include/x86_64-linux-gnu")
endforeach()

set(CMAKE_FIND_ROOT_PATH ${CMAKE_CURRENT_LIST_DIR}/../build/foreign/i386)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
