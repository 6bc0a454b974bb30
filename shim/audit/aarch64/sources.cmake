# SPDX-License-Identifier: MIT
set(SAFECANCEL_AUDIT_PROCESSOR aarch64)
set(SAFECANCEL_AUDIT_SOURCES
  aarch64/decode.cpp aarch64/computations.cpp aarch64/operands.cpp aarch64/words.cpp aarch64/shape.cpp
  aarch64/calls.cpp aarch64/libc_calls.cpp aarch64/own_rules.cpp)
