# SPDX-License-Identifier: MIT
set(SAFECANCEL_AUDIT_PROCESSOR x86)
set(SAFECANCEL_AUDIT_SOURCES
  x86/decode.cpp x86/computations.cpp x86/operands.cpp x86/shape.cpp x86/find_calls.cpp
  x86_64/calls.cpp x86_64/entering.cpp x86_64/libc_calls.cpp x86_64/own_rules.cpp)
