/* SPDX-License-Identifier: MIT */
/* The thunk as it should be. */
#include "skeleton.h"
