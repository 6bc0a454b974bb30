# SPDX-License-Identifier: MIT
set(SAFECANCEL_RAW_SYSCALL) # machine.h needs nothing
set(SAFECANCEL_ARCH_SOURCES
  lp64/entries.cpp
  points/aarch64/older_calls.cpp
  points/lp64/epoll.cpp points/lp64/offsets.cpp points/lp64/sockets.cpp)
# Return addresses signed, landing pads where jumps lead: no-ops where the processor has neither.
set(SAFECANCEL_ARCH_OPTIONS -mbranch-protection=standard)
