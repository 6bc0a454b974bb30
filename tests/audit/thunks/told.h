/* SPDX-License-Identifier: MIT */
/* The facts that a thunk's file tells of itself; a file may lie about these too. */
#ifndef BEGIN_AT
#define BEGIN_AT begin
#endif
#ifndef END_AT
#define END_AT end
#endif
#ifndef CANCEL_AT
#define CANCEL_AT cancel
#endif
#ifndef LIMIT_AT
#define LIMIT_AT limit
#endif
#ifndef LINKED_AT
#define LINKED_AT 0
#endif
#ifndef DEFECT_AT
#define DEFECT_AT defect
#endif
