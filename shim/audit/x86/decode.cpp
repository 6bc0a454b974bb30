/* SPDX-License-Identifier: MIT */
/*
 * x86-64: Capstone's words into ours.
 *
 * A form gets its own Op only when all of it is understood: operands, widths,
 * segment, prefixes.  Prefixes that do nothing on one CPU and something on
 * another (0x66 on a call, REP on a return) leave it Op::Unknown.
 */
#include <string.h>

#include "../disassembler.h"
#include "../remembered.h"
#include "computations.h"
#include "entering.h"
#include "names.h"
#include "operands.h"

namespace safecancel {

const cs_arch kProcessor = CS_ARCH_X86;
const cs_mode kProcessorMode = kMode;

namespace {

/* Writes nothing: numbers, which nobody reads, were a tenth of the time of decoding. */
int print_nothing(char *, size_t, const char *, va_list)
{
    return 0;
}

} // namespace

const cs_vsnprintf_t kPrint = print_nothing;

namespace {

void classify_move(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    to->width = left.size;
    if (is_register(left) && is_register(right)) {
        to->op = Op::Move;
        to->to = register_of(left.reg);
        to->from = register_of(right.reg);
    } else if (is_register(left) && is_memory(right)) {
        to->op = Op::Load;
        to->to = register_of(left.reg);
        set_place(right, to);
    } else if (is_memory(left) && is_register(right)) {
        to->op = Op::Store;
        to->from = register_of(right.reg);
        set_place(left, to);
    }
}

/* movzx from 16 bits; from 8 it would lose half of the number. */
void classify_move_low(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (!is_register(left) || right.size != 2)
        return;
    to->to = register_of(left.reg);
    if (is_memory(right)) {
        to->op = Op::LoadLow;
        set_place(right, to);
    } else if (right.type == X86_OP_REG) {
        to->op = Op::MoveLow;
        to->from = register_of(right.reg);
    }
    to->width = left.size;
}

void classify_stack(Op op, const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &operand = x86.operands[0];
    if (operand.size != kWord)
        return;
    if (is_memory(operand) && op == Op::Push) {
        set_place(operand, to);
        to->op = Op::PushMemory;
        to->stores = true;
        return;
    }
    if (!is_register(operand))
        return;
    to->op = op;
    to->to = to->from = register_of(operand.reg);
    to->width = kWord;
}

void classify_mark(Op op, const cs_x86 &x86, Instruction *to)
{
    if (!is_memory(x86.operands[0]))
        return;
    set_place(x86.operands[0], to);
    if (to->place == Place::Thread)
        to->op = op;
}

void classify_test(const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (!is_memory(left) || right.type != X86_OP_IMM)
        return;
    set_place(left, to);
    to->immediate = right.imm;
    if (to->place == Place::Thread)
        to->op = Op::TestWord;
    to->stores = false; /* Capstone 4 has it that a test writes its operand */
}

/* and, or, cmp: of a register with an immediate. */
void classify_arithmetic(Op op, const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (!is_register(left) || right.type != X86_OP_IMM)
        return;
    to->op = op;
    to->to = to->from = register_of(left.reg);
    to->width = left.size;
    to->immediate = kWord == 4 ? static_cast<int32_t>(right.imm) : right.imm;
}

/* No frame is larger; and no sum of displacements overflows. */
constexpr int64_t kMostAdjusted = 4096;

void classify_adjust(int sign, const cs_x86 &x86, Instruction *to)
{
    const cs_x86_op &left = x86.operands[0], &right = x86.operands[1];
    if (left.type != X86_OP_REG || right.type != X86_OP_IMM)
        return;
    if (left.reg != kStackName) {
        if (!is_register(left) || left.size != kWord)
            return;
        to->op = Op::Address;
        to->to = to->base = register_of(left.reg);
        to->width = kWord;
        to->displacement = sign * right.imm;
        return;
    }
    if (right.imm < -kMostAdjusted || right.imm > kMostAdjusted)
        return;
    to->op = Op::AdjustStack;
    to->immediate = sign * right.imm;
}

/* The longer encodings of these differ by prefixes that CPUs read differently. */
bool has_plain_size(const Instruction &insn, int first, int second)
{
    return insn.size == first || insn.size == second;
}

void classify_jump(Op op, const cs_x86 &x86, bool plain, Instruction *to)
{
    if (x86.operands[0].type != X86_OP_IMM) {
        to->op = Op::Indirect;
        return;
    }
    to->target = static_cast<uint64_t>(x86.operands[0].imm);
    if (plain)
        to->op = op;
}

Condition condition_of(unsigned id)
{
    switch (id) {
    case X86_INS_JE: return Condition::Equal;
    case X86_INS_JNE: return Condition::NotEqual;
    case X86_INS_JAE: return Condition::AboveEqual;
    case X86_INS_JB: return Condition::Below;
    case X86_INS_JA: return Condition::Above;
    case X86_INS_JBE: return Condition::BelowEqual;
    default: return Condition::Other;
    }
}

void classify_branch(const cs_insn &insn, bool plain, Instruction *to)
{
    to->condition = condition_of(insn.id);
    classify_jump(Op::Branch, insn.detail->x86, plain, to);
}

/* Every conditional jump, `loop` and `jrcxz` too. */
bool is_branch(csh handle, const cs_insn &insn)
{
    return cs_insn_group(handle, &insn, X86_GRP_JUMP) || (insn.id >= X86_INS_LOOP && insn.id <= X86_INS_LOOPNE);
}

/* What leaves the straight line or enters the kernel.  False: something else. */
bool classify_control(csh handle, const cs_insn &insn, Instruction *to)
{
    const cs_x86 &x86 = insn.detail->x86;
    if (classify_entering(insn, to))
        return true;
    switch (insn.id) {
    case X86_INS_JMP: classify_jump(Op::Jump, x86, has_plain_size(*to, 2, 5), to); return true;
    case X86_INS_CALL: classify_jump(Op::Call, x86, has_plain_size(*to, 5, 5), to); return true;
    case X86_INS_LJMP:
    case X86_INS_LCALL: to->op = Op::Indirect; return true;
    case X86_INS_RET: to->op = has_plain_size(*to, 1, 1) ? Op::Return : Op::Unknown; return true;
    case X86_INS_INT1:
    case X86_INS_INTO: to->op = Op::OtherEntry; return true;
    case X86_INS_INT3: to->op = Op::Trap; return true;
    case X86_INS_NOP:
    case X86_INS_ENDBR32:
    case X86_INS_ENDBR64: to->op = Op::Nop; return true;
    default: break;
    }
    if (!is_branch(handle, insn))
        return false;
    classify_branch(insn, has_plain_size(*to, 2, 6), to);
    return true;
}

void classify_data(const cs_insn &insn, Instruction *to)
{
    const cs_x86 &x86 = insn.detail->x86;
    switch (insn.id) {
    case X86_INS_MOV: classify_move(x86, to); break;
    case X86_INS_MOVZX: classify_move_low(x86, to); break;
    case X86_INS_PUSH: classify_stack(Op::Push, x86, to); break;
    case X86_INS_POP: classify_stack(Op::Pop, x86, to); break;
    case X86_INS_INC: classify_mark(Op::Increment, x86, to); break;
    case X86_INS_DEC: classify_mark(Op::Decrement, x86, to); break;
    case X86_INS_TEST: classify_test(x86, to); break;
    case X86_INS_AND: classify_arithmetic(Op::And, x86, to); break;
    case X86_INS_OR: classify_arithmetic(Op::Or, x86, to); break;
    case X86_INS_CMP: classify_arithmetic(Op::Compare, x86, to); break;
    case X86_INS_ADD: classify_adjust(1, x86, to); break;
    case X86_INS_SUB: classify_adjust(-1, x86, to); break;
    default: break;
    }
}

/* What it changes, whether or not it gets an Op: the window's rules ask. */
void note_writes(csh handle, const cs_insn &insn, Instruction *to)
{
    cs_regs read, written;
    uint8_t reads = 0, writes = 0;
    if (cs_regs_access(handle, &insn, read, &reads, written, &writes) == CS_ERR_OK)
        for (unsigned i = 0; i < writes; ++i)
            if (register_of(written[i]) != kNoRegister)
                to->written |= 1u << register_of(written[i]);
    const cs_x86 &x86 = insn.detail->x86;
    for (unsigned i = 0; i < x86.op_count; ++i)
        if (is_memory(x86.operands[i]) && (x86.operands[i].access & CS_AC_WRITE) != 0)
            to->stores = true;
}

/* endbr64 (and endbr32, which ends in 0xfb) is a `nop` to Capstone 4 and to CPUs before it existed. */
bool is_landing_pad(const cs_insn &insn)
{
    static constexpr uint8_t kBytes[] = {0xf3, 0x0f, 0x1e};
    return insn.size == sizeof kBytes + 1 && memcmp(insn.bytes, kBytes, sizeof kBytes) == 0 &&
           (insn.bytes[3] & 0xfe) == 0xfa;
}

} // namespace

void classify(csh handle, const cs_insn &insn, Instruction *to)
{
    if (is_landing_pad(insn)) {
        to->op = Op::Nop;
        return;
    }
    note_writes(handle, insn, to);
    const cs_x86 &x86 = insn.detail->x86;
    const bool plain = x86.prefix[0] == 0 && x86.addr_size == kWord;
    const bool locked = x86.prefix[0] == X86_PREFIX_LOCK && x86.addr_size == kWord;
    if (classify_control(handle, insn, to))
        return;
    if (plain)
        classify_data(insn, to);
    if (plain && to->op == Op::Unknown)
        classify_computation(insn, to);
    if (locked)
        classify_locked(insn, to);
}

/* Relative jumps and calls, which end in their distance: of one byte after one of opcode, otherwise of four.  So do loads. */
size_t distance_bytes(const Instruction &instruction)
{
    switch (instruction.op) {
    case Op::Jump:
    case Op::Branch:
    case Op::Call: return instruction.size == 2 ? 1 : 4;
    case Op::Load: return instruction.place == Place::Cell ? 4 : 0;
    default: return 0;
    }
}

bool decode_unknown(const uint8_t *, size_t, Instruction *)
{
    return false;
}

} // namespace safecancel
