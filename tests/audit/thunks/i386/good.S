/* SPDX-License-Identifier: MIT */
/* Nothing is replaced. */
#include "skeleton.h"
