# SPDX-License-Identifier: MIT
set(SAFECANCEL_RAW_SYSCALL ${SAFECANCEL_ASM_DIR}/system_call.S) # what machine.h needs
set(SAFECANCEL_ARCH_SOURCES
  i386/entries.cpp i386/interrupted.cpp
  points/i386/epoll.cpp points/i386/messages.cpp points/i386/offsets.cpp points/i386/sockets.cpp)
