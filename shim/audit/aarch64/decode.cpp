/* SPDX-License-Identifier: MIT */
/*
 * 64-bit Arm: Capstone's words into ours.
 *
 * A form gets its own Op only when all of it is understood: operands, widths,
 * shifts, whether an address changes its base.  What a form writes is told by
 * the form, since Capstone 4 is wrong about some; for others it is asked.
 */
#include <string.h>

#include "../disassembler.h"
#include "../remembered.h"
#include "computations.h"
#include "operands.h"
#include "words.h"

namespace safecancel {

const cs_arch kProcessor = CS_ARCH_ARM64;
const cs_mode kProcessorMode = CS_MODE_ARM;
const cs_vsnprintf_t kPrint = vsnprintf;

namespace {

uint32_t bit(int8_t reg)
{
    return reg == kNoRegister ? 0 : 1u << reg;
}

/* ldr and str, of one whole register, or of a half that a load zero-extends. */
void classify_load(const cs_arm64 &arm, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &right = arm.operands[1];
    if (!is_register(left))
        return;
    to->to = register_of(left.reg);
    to->width = static_cast<uint8_t>(width_of(left.reg));
    if (is_immediate(right)) {
        to->place = Place::Cell; /* at an address told by its distance from here */
        to->displacement = right.imm;
    } else if (is_memory(right)) {
        set_place(right, to);
    } else {
        return;
    }
    to->op = Op::Load;
    to->written = bit(to->to);
}

void classify_store(const cs_arm64 &arm, unsigned width, Instruction *to)
{
    const cs_arm64_op &left = arm.operands[0], &right = arm.operands[1];
    if (!is_memory(right))
        return;
    to->width = static_cast<uint8_t>(width != 0 ? width : width_of(left.reg));
    if (is_zero(left))
        to->op = Op::StoreConstant;
    else if (is_register(left))
        to->op = Op::Store;
    else
        return;
    to->from = is_zero(left) ? kNoRegister : register_of(left.reg);
    set_place(right, to);
}

/* Two registers into memory, one behind the other. */
void classify_store_pair(const cs_arm64 &arm, Instruction *to)
{
    if (!is_register(arm.operands[0]) || !is_register(arm.operands[1]) || !is_memory(arm.operands[2]))
        return;
    to->op = Op::Store;
    to->from = register_of(arm.operands[0].reg);
    to->second = register_of(arm.operands[1].reg);
    to->width = static_cast<uint8_t>(2 * width_of(arm.operands[0].reg));
    set_place(arm.operands[2], to);
}

/* The whole pair counts as computed: nobody asks what it was. */
void classify_load_pair(const cs_arm64 &arm, Instruction *to)
{
    if (!is_register(arm.operands[0]) || !is_register(arm.operands[1]))
        return;
    to->op = Op::Compute;
    to->written = bit(register_of(arm.operands[0].reg)) | bit(register_of(arm.operands[1].reg));
}

/* Registers pushed, or popped: by an address that moves the stack pointer.  The thunk has no such. */
void classify_writeback(const cs_insn &insn, Instruction *to)
{
    const cs_arm64 &arm = insn.detail->arm64;
    bool by_stack = false, whole = true;
    for (unsigned i = 0; i < arm.op_count; ++i) {
        by_stack |= is_memory(arm.operands[i]) && arm.operands[i].mem.base == ARM64_REG_SP;
        whole &= arm.operands[i].type != ARM64_OP_REG || is_register(arm.operands[i]);
    }
    if (!by_stack || !whole)
        return;
    if (insn.id == ARM64_INS_STP || insn.id == ARM64_INS_STR)
        to->op = Op::Push;
    else if (insn.id == ARM64_INS_LDP || insn.id == ARM64_INS_LDR)
        to->op = Op::Pop;
}

/* Halves of a compare-and-exchange. */
void classify_exclusive(Op op, const cs_arm64 &arm, Instruction *to)
{
    const bool stores = op == Op::StoreExclusive;
    const cs_arm64_op &value = arm.operands[stores ? 1 : 0], &address = arm.operands[stores ? 2 : 1];
    if (!is_register(value) || !is_memory(address) || (stores && !is_register(arm.operands[0])))
        return;
    to->op = op;
    to->to = to->from = register_of(value.reg);
    to->width = static_cast<uint8_t>(width_of(value.reg));
    to->written = bit(register_of(arm.operands[0].reg));
    set_place(address, to);
}

bool classify_memory(const cs_insn &insn, Instruction *to)
{
    const cs_arm64 &arm = insn.detail->arm64;
    if (arm.writeback) {
        classify_writeback(insn, to);
        return true;
    }
    switch (insn.id) {
    case ARM64_INS_LDR:
    case ARM64_INS_LDUR: classify_load(arm, to); return true;
    case ARM64_INS_STR:
    case ARM64_INS_STUR: classify_store(arm, 0, to); return true;
    case ARM64_INS_STRB:
    case ARM64_INS_STURB: classify_store(arm, 1, to); return true;
    case ARM64_INS_STRH:
    case ARM64_INS_STURH: classify_store(arm, 2, to); return true;
    case ARM64_INS_STP: classify_store_pair(arm, to); return true;
    case ARM64_INS_LDP: classify_load_pair(arm, to); return true;
    case ARM64_INS_LDXR:
    case ARM64_INS_LDAXR: classify_exclusive(Op::LoadExclusive, arm, to); return true;
    case ARM64_INS_STXR:
    case ARM64_INS_STLXR: classify_exclusive(Op::StoreExclusive, arm, to); return true;
    default: return false;
    }
}

Condition condition_of(arm64_cc cc)
{
    switch (cc) {
    case ARM64_CC_EQ: return Condition::Equal;
    case ARM64_CC_NE: return Condition::NotEqual;
    case ARM64_CC_HS: return Condition::AboveEqual;
    case ARM64_CC_LO: return Condition::Below;
    case ARM64_CC_HI: return Condition::Above;
    case ARM64_CC_LS: return Condition::BelowEqual;
    default: return Condition::Other;
    }
}

/* tbz, tbnz: of one bit.  cbz, cbnz: of all. */
void classify_test(const cs_insn &insn, bool of_one, Instruction *to)
{
    const cs_arm64 &arm = insn.detail->arm64;
    const cs_arm64_op &tested = arm.operands[0], &where = arm.operands[of_one ? 2 : 1];
    const bool if_set = insn.id == ARM64_INS_TBNZ || insn.id == ARM64_INS_CBNZ;
    to->condition = if_set ? Condition::NotEqual : Condition::Equal;
    to->op = Op::Indirect; /* unless it is all understood */
    if (!is_immediate(where) || tested.type != ARM64_OP_REG)
        return;
    to->op = is_register(tested) ? Op::Branch : Op::Unknown;
    to->target = static_cast<uint64_t>(where.imm);
    to->from = register_of(tested.reg);
    to->width = static_cast<uint8_t>(width_of(tested.reg));
    to->immediate = of_one ? static_cast<int64_t>(uint64_t{1} << arm.operands[1].imm) : -1;
}

void classify_jump(Op op, const cs_arm64 &arm, Instruction *to)
{
    if (!is_immediate(arm.operands[0])) {
        to->op = Op::Indirect;
        return;
    }
    to->op = op;
    to->target = static_cast<uint64_t>(arm.operands[0].imm);
}

void classify_b(const cs_arm64 &arm, Instruction *to)
{
    const bool always = arm.cc == ARM64_CC_INVALID;
    classify_jump(always ? Op::Jump : Op::Branch, arm, to);
    if (!always)
        to->condition = condition_of(arm.cc);
}

/* What leaves the straight line, enters something else than this program, or stops it.  False: something else. */
bool classify_control(csh handle, const cs_insn &insn, Instruction *to)
{
    const cs_arm64 &arm = insn.detail->arm64;
    switch (insn.id) {
    case ARM64_INS_B: classify_b(arm, to); return true;
    case ARM64_INS_BL: classify_jump(Op::Call, arm, to); return true;
    case ARM64_INS_TBZ:
    case ARM64_INS_TBNZ: classify_test(insn, true, to); return true;
    case ARM64_INS_CBZ:
    case ARM64_INS_CBNZ: classify_test(insn, false, to); return true;
    case ARM64_INS_HVC:
    case ARM64_INS_SMC: to->op = Op::OtherEntry; return true;
    case ARM64_INS_BRK:
    case ARM64_INS_HLT: to->op = Op::Trap; return true;
    case ARM64_INS_BR:
    case ARM64_INS_BLR:
    case ARM64_INS_RET:
    case ARM64_INS_ERET:
    case ARM64_INS_DRPS: to->op = Op::Indirect; return true;
    default: break;
    }
    const bool jumps = cs_insn_group(handle, &insn, ARM64_GRP_JUMP) || cs_insn_group(handle, &insn, ARM64_GRP_CALL) ||
                       cs_insn_group(handle, &insn, ARM64_GRP_RET);
    if (jumps)
        to->op = Op::Indirect; /* with signed addresses, Capstone 5 */
    return jumps;
}

/* What it changes, of a form that has no Op: the window's rules ask. */
void note_writes(csh handle, const cs_insn &insn, Instruction *to)
{
    cs_regs read, written;
    uint8_t reads = 0, writes = 0;
    if (cs_regs_access(handle, &insn, read, &reads, written, &writes) == CS_ERR_OK)
        for (unsigned i = 0; i < writes; ++i)
            to->written |= bit(register_of(written[i]));
    const cs_arm64 &arm = insn.detail->arm64;
    for (unsigned i = 0; i < arm.op_count; ++i)
        to->stores |= is_memory(arm.operands[i]) && (arm.operands[i].access & CS_AC_WRITE) != 0;
}

} // namespace

void classify(csh handle, const cs_insn &insn, Instruction *to)
{
    uint32_t word = 0;
    memcpy(&word, insn.bytes, sizeof word);
    if (classify_word(word, to) || classify_control(handle, insn, to))
        return;
    classify_memory(insn, to);
    if (to->op == Op::Unknown)
        classify_computation(insn, to);
    if (to->op == Op::Unknown || to->op == Op::Push || to->op == Op::Pop)
        note_writes(handle, insn, to);
    to->stores |= to->op == Op::Store || to->op == Op::StoreConstant || to->op == Op::StoreExclusive || to->op == Op::Push;
}

/* Distances are among the bits of an instruction here. */
size_t distance_bytes(const Instruction &)
{
    return 0;
}

bool decode_unknown(const uint8_t *code, size_t size, Instruction *to)
{
    uint32_t word = 0;
    if (size < sizeof word)
        return false;
    memcpy(&word, code, sizeof word);
    to->size = sizeof word;
    return classify_unknown_word(word, to);
}

} // namespace safecancel
