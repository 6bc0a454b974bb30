/* SPDX-License-Identifier: MIT */
/*
 * What is known before an instruction of libc's, on every path that leads there.
 *
 * Like the machine of the thunk, this does not compute: it remembers which
 * register holds something that the shape of a site, or of the functions that
 * begin and end it, depends on.  Where two paths meet, only what both know is
 * kept.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_FACTS_H
#define SAFECANCEL_SHIM_AUDIT_FACTS_H

#include "instruction.h"
#include "registers.h"

namespace safecancel {

enum class Known : uint8_t {
    Nothing,
    Constant,    /* `detail`, in 32 bits */
    OldType,     /* what the enable function returned, for the disable function */
    Self,        /* thread pointer + detail */
    InObject,    /* an address in libc */
    Cell,        /* loaded from such an address: the offset of something of the thread's, or the address of anything */
    Word,        /* cancelhandling as it was read */
    WordSet,     /* the same with the asynchronous bit set */
    WordCleared, /* the same with that bit cleared */
};

struct Fact {
    Known known = Known::Nothing;
    int32_t detail = 0;

    bool operator==(const Fact &) const = default;
};

/* Whether a system call, or a change of cancelhandling, has happened on the way here; Both where paths disagree. */
enum class Phase : uint8_t { Before, After, Both };

struct Facts {
    Fact registers[kRegisters];
    Phase phase = Phase::Before;
    bool in_frame = false;  /* the old type is also at frame_place */
    int64_t frame_place = 0;
    int32_t stack = 0;      /* stack pointer less that at the start, where it moves (kWritesFrameFirst) */
    bool stack_unknown = false; /* paths disagree about it */
    bool passed = false;    /* the old type is also at passed_place, where a call takes it from */
    int32_t passed_place = 0;

    /* The first parameter of a call made here is the old type. */
    bool passes_old_type() const;

    /* Keeps what `other` knows too.  True if that changed anything. */
    bool meet(const Facts &other);
};

/* Where cancelhandling lies and what its asynchronous bit is. */
struct WordLayout {
    int32_t offset; /* from the thread pointer */
    uint8_t asynchronous_bit;
};

/* Goes from before the instruction to after it; jumps, calls and returns change nothing. */
void apply(const WordLayout &word, const Instruction &insn, Facts *facts);

/* True if the memory operand is cancelhandling of this thread. */
bool is_word(const WordLayout &word, const Facts &facts, const Instruction &insn);

/* True if the memory operand lies in the function's own frame. */
bool is_in_frame(const Instruction &insn);

} // namespace safecancel

#endif
