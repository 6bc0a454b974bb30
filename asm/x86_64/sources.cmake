# SPDX-License-Identifier: MIT
set(SAFECANCEL_RAW_SYSCALL) # machine.h needs nothing
set(SAFECANCEL_ARCH_SOURCES
  lp64/entries.cpp points/x86_64/select.cpp
  points/lp64/epoll.cpp points/lp64/offsets.cpp points/lp64/sockets.cpp)
