/* SPDX-License-Identifier: MIT */
/*
 * One decoded instruction, in the audit's own words.
 *
 * Only the few forms a thunk, pthread_testcancel and libc's cancellation points
 * are made of have an Op of their own; everything else is Op::Unknown, which no
 * rule accepts.  So what
 * Capstone knows beyond them never matters, and neither does which Capstone.
 * The decoder of each processor (x86_64/decode.cpp) fills these in; nothing
 * else in the audit sees a Capstone structure.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_INSTRUCTION_H
#define SAFECANCEL_SHIM_AUDIT_INSTRUCTION_H

#include <stddef.h>
#include <stdint.h>

namespace safecancel {

enum class Op : uint8_t {
    Unknown,
    Nop,
    Load,        /* register = memory */
    LoadLow,     /* register = low 16 bits of memory, zero-extended */
    Store,       /* memory = register */
    Move,        /* register = register */
    MoveLow,     /* register = low 16 bits of register, zero-extended */
    Push,
    Pop,
    AdjustStack, /* stack pointer += immediate */
    Increment,   /* memory of the thread += 1 */
    Decrement,   /* memory of the thread -= 1 */
    TestWord,    /* flags of: memory of the thread & immediate */
    TestRegister, /* flags of: register & immediate */
    And,         /* register = register & immediate */
    Or,          /* register = register | immediate */
    Mask,        /* register = register & second register */
    Compare,     /* flags of: register - immediate */
    Constant,    /* register = immediate */
    Address,     /* register = base register + displacement */
    Compute,     /* changes registers and flags, and nothing else; may read memory */
    StoreConstant,   /* memory = immediate */
    TestPointed,     /* flags of: memory at a base register & immediate */
    CompareExchange, /* `to` = memory, and if it was `to` before: memory = `from`; in one step */
    LoadExclusive,   /* register = memory, the first half of such a step */
    StoreExclusive,  /* memory = register, unless it was written since; the second half */
    OrMemory,        /* memory |= something; in one step */
    ThreadPointer,   /* register = thread pointer */
    InObject,        /* register = an address in the object */
    Sign,            /* the return address to its signed form, or back */
    Jump,        /* to an address in the instruction */
    Branch,      /* the same, on a condition */
    Call,        /* the same, with a return address */
    Indirect,    /* a jump or call through a register or memory */
    Return,
    Here,        /* call of the next instruction: pushes where that is */
    PushMemory,
    SystemCall,
    FastCall,    /* the system-call instruction of a kernel entry, which returns elsewhere */
    OtherEntry,  /* into the kernel by another way */
    Trap,        /* int3, brk */
};

/* What an instruction's memory operand designates. */
enum class Place : uint8_t {
    None,
    Frame,       /* stack pointer + displacement */
    Cell,        /* a fixed address, in `displacement` */
    Thread,      /* thread pointer + base register */
    ThreadFixed, /* thread pointer + displacement */
    Pointer,     /* base register + displacement */
    Indexed,     /* base register + index register */
    Other,
};

enum class Condition : uint8_t { None, Equal, NotEqual, AboveEqual, Below, Above, BelowEqual, Other };

constexpr int8_t kNoRegister = -1;

struct Instruction {
    uint64_t address;
    uint64_t target;      /* of a jump, branch or call */
    int64_t displacement;
    int64_t immediate;
    uint32_t written;     /* general registers it changes, a bit each */
    bool stores;          /* writes memory through an operand */
    uint8_t size;
    uint8_t width;        /* bytes of the operation */
    Op op;
    Place place;
    Condition condition;
    int8_t to;
    int8_t from;
    int8_t base;          /* of a Place::Thread, Pointer or Indexed, or an Op::Address */
    int8_t index;         /* of a Place::Indexed */
    int8_t second;        /* of an Op::Mask, or of a pair that is loaded or stored */
    char name[12];        /* the mnemonic without prefixes, for messages */

    uint64_t next() const { return address + size; }
};

} // namespace safecancel

#endif
