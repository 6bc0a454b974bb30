# SPDX-License-Identifier: MIT
set(SAFECANCEL_AUDIT_PROCESSOR x86)
set(SAFECANCEL_AUDIT_SOURCES
  x86/decode.cpp x86/computations.cpp x86/operands.cpp x86/shape.cpp x86/find_calls.cpp
  i386/calls.cpp i386/entering.cpp i386/entries.cpp i386/libc_calls.cpp i386/own_rules.cpp)
