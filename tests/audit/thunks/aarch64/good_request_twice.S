/* SPDX-License-Identifier: MIT */
/* The request is kept in two registers. */
#define SAVE_REQUEST mov w15, w8; mov w14, w8
#define GIVE_REQUEST mov w1, w15
#include "skeleton.h"
