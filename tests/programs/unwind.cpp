/* SPDX-License-Identifier: MIT */
/* unwind.c as C++: with destructors. */
#include "unwind.c"
