# SPDX-License-Identifier: MIT
set(SAFECANCEL_ARCH_SOURCES
  points/lp64/offsets.cpp points/lp64/sleeping.cpp points/lp64/sockets.cpp points/lp64/timeouts.cpp)
