/* SPDX-License-Identifier: MIT */
/*
 * What is known at an instruction of one path through the thunk.
 *
 * The machine does not compute; it remembers where each value came from.  A
 * register or a slot of the frame holds the caller's argument, the request,
 * the number, the result, one of the two offsets, or something unknown, which
 * satisfies no rule.  Offsets of the frame count from the stack pointer at
 * entry, where the return address lies.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_MACHINE_H
#define SAFECANCEL_SHIM_AUDIT_MACHINE_H

#include "rules.h"
#include "registers.h"

namespace safecancel {

enum class Origin : uint8_t {
    Unknown,
    Caller,      /* what `reg` held at entry */
    Request,     /* in the low 32 bits; those above are anything */
    Number,      /* the request's low 16 bits, zero-extended */
    Result,      /* of the system call */
    WordOffset,  /* from the cell `request_offset` */
    DepthOffset, /* from the cell `depth_cell` */
    Argument,    /* number `reg` of the caller's, where those are on the stack */
    Here,        /* an address in the thunk, State::here */
    Entry,       /* from the cell `entry_cell` */
    ThreadPointer,
    Word,        /* cancelhandling */
    Depth,       /* the depth, more by `reg` */
};

struct Value {
    Origin origin = Origin::Unknown;
    int8_t reg = kNoRegister; /* of Origin::Caller, Origin::Argument and Origin::Depth */

    bool operator==(const Value &) const = default;
};

enum class Flags : uint8_t { Unknown, Pending, Range };
enum class Outcome : uint8_t { Unknown, Success, Error };

/* Four bytes of the frame; `wide` when the value goes on into the next four. */
struct Slot {
    Value value;
    bool wide = false;
};

struct State {
    static constexpr int64_t kFrame = 256; /* bytes below the entry's stack pointer that are followed */
    static constexpr int64_t kSlot = 4;

    const Instruction *at = nullptr;
    int64_t stack = 0; /* stack pointer less that at entry */
    uint64_t here = 0; /* what Op::Here pushed */
    int64_t bound = 0; /* what the result was compared with, in Flags::Range */
    unsigned system_calls = 0;
    unsigned acts = 0;
    int depth = 0;
    bool from_cancel = false;
    Flags flags = Flags::Unknown;
    Outcome outcome = Outcome::Unknown;
    Value registers[kRegisters];
    Slot frame[kFrame / kSlot];
    bool seen[Listing::kRoom] = {};
};

constexpr int8_t kMostArguments = sizeof kArguments / sizeof *kArguments;

/* What the register of the system call's argument `i` must hold. */
Value argument(int8_t i);

/* A register that neither the kernel nor a signal handler changes holds `value`. */
bool kept_in_register(const State &state, const Value &value);

/* A Place::Indexed store of the depth one more, or one less, than it was. */
bool changes_depth(const State &state, const Instruction &store);

/* The word in the frame at this offset. */
Value frame_value(const State &state, int64_t offset);

/* Goes to `failed`, or leaves the thunk for either place. */
inline bool is_failing(const Listing &thunk, const Instruction &insn)
{
    return insn.op == Op::Jump && insn.target == thunk.facts->failed;
}

inline bool is_leaving(const Listing &thunk, const Instruction &insn)
{
    return insn.op == Op::Return || is_failing(thunk, insn);
}

/* What is known when the thunk is entered. */
State state_at_entry(const Listing &thunk);

/*
 * What is known at `cancel`, given `state` in the window.  The branch leads
 * there, but so does the signal handler, after the kernel has overwritten
 * registers: only what both leave is kept.
 */
State state_at_cancel(const Listing &thunk, const State &state);

/* Does the instruction at `state->at`, which is not a jump, a branch or a return, and goes to the next. */
void step(const Listing &thunk, State *state);

/* Frame offset of a Store, Load or LoadLow in the frame. */
int64_t frame_offset(const State &state, const Instruction &insn);

/* True when the branch is taken exactly for errors, -4095 and up, or (`inverted`) exactly for anything else. */
bool separates_errors(const State &state, const Instruction &branch, bool *inverted);

} // namespace safecancel

#endif
