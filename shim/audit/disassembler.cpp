/* SPDX-License-Identifier: MIT */
/* The Capstone session and its memory; see disassembler.h. */
#include "disassembler.h"

#include "remembered.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

namespace safecancel {
namespace {

#ifdef SC_CAPSTONE_SHARED

/*
 * A shared Capstone may be the program's too, and its allocator is one setting
 * for everybody: leave it alone.
 */
bool use_arena()
{
    return true;
}

constexpr bool kKeepsSession = false;

void begin_arena()
{
}

#else

/*
 * Several times what Capstone 4 and 5 use, because they do not survive running
 * out after cs_open; pages not touched cost nothing.  A test sets another size.
 */
#ifndef SC_ARENA
#define SC_ARENA (256 * 1024)
#endif
constexpr size_t kArena = SC_ARENA;
constexpr size_t kAlign = 16;

alignas(kAlign) constinit unsigned char arena[kArena] = {};
constinit size_t used = 0, last = 0; /* `last`: where the last block's head is, if any is used */

/* Stands before each block.  Size: kFree once it was given back; `before`: the head of the block before. */
struct Head {
    size_t size, before;
};
static_assert(sizeof(Head) <= kAlign);
constexpr size_t kFree = SIZE_MAX;

Head *head_at(size_t place)
{
    return reinterpret_cast<Head *>(arena + place);
}

Head *head_of(void *block)
{
    return reinterpret_cast<Head *>(static_cast<unsigned char *>(block) - kAlign);
}

void *take(size_t size)
{
    if (size > kArena - 2 * kAlign || used > kArena - 2 * kAlign - size)
        return nullptr;
    *head_at(used) = {size, last};
    last = used;
    used += kAlign + (size + kAlign - 1) / kAlign * kAlign;
    return arena + last + kAlign;
}

/* The arena is zero beyond `used`: see use_arena. */
void *take_zeroed(size_t count, size_t size)
{
    size_t total = 0;
    return __builtin_mul_overflow(count, size, &total) ? nullptr : take(total);
}

void *resize(void *old, size_t size)
{
    void *block = take(size);
    if (old != nullptr && block != nullptr) {
        const size_t had = head_of(old)->size;
        memcpy(block, old, had < size ? had : size);
        head_of(old)->size = kFree;
    }
    return block;
}

/*
 * Only the end of what is used is used again: enough for what Capstone takes for
 * one instruction, some text on 64-bit Arm, and gives back at once.
 */
void give_back(void *block)
{
    if (block == nullptr)
        return;
    head_of(block)->size = kFree;
    const size_t had = used;
    while (used != 0 && head_at(last)->size == kFree) {
        used = last;
        last = head_at(last)->before;
    }
    memset(arena + used, 0, had - used);
}

constexpr bool kKeepsSession = true;

void begin_arena()
{
    memset(arena, 0, used);
    used = last = 0;
}

bool use_arena()
{
    cs_opt_mem memory = {};
    memory.malloc = take;
    memory.calloc = take_zeroed;
    memory.realloc = resize;
    memory.free = give_back;
    memory.vsnprintf = kPrint;
    return cs_option(0, CS_OPT_MEM, reinterpret_cast<size_t>(&memory)) == CS_ERR_OK;
}

#endif

/* Of all sessions: the thunks are alike too. */
constinit Remembered remembered;

/*
 * A session in the arena is kept for the next one, and goes with the object: Capstone
 * first makes an index of all instructions there are, which takes longer than
 * decoding a thunk.  Null, null: there is none.
 */
constinit csh kept = 0;
constinit cs_insn *kept_scratch = nullptr;

/* Without prefixes: Capstone 5 names one more of them than 4. */
void set_name(Instruction *instruction, const char *mnemonic)
{
    const char *space = strrchr(mnemonic, ' ');
    memccpy(instruction->name, space != nullptr ? space + 1 : mnemonic, '\0', sizeof instruction->name - 1);
}

} // namespace

size_t arena_used()
{
#ifdef SC_CAPSTONE_SHARED
    return 0;
#else
    return used;
#endif
}

const char *Disassembler::open()
{
    if (!use_arena())
        return "Capstone does not take our memory";
    handle_ = kept;
    scratch_ = kept_scratch;
    return kept != 0 ? nullptr : open_anew();
}

const char *Disassembler::open_anew()
{
    begin_arena();
    const cs_err error = cs_open(kProcessor, kProcessorMode, &handle_);
    if (error != CS_ERR_OK) {
        handle_ = 0;
        return error == CS_ERR_MEM ? "Capstone has no memory" : "Capstone does not know this processor";
    }
    if (cs_option(handle_, CS_OPT_DETAIL, CS_OPT_ON) != CS_ERR_OK)
        return "Capstone gives no details";
    scratch_ = cs_malloc(handle_);
    return scratch_ == nullptr ? "Capstone has no memory" : nullptr;
}

void Disassembler::close()
{
    if (kKeepsSession && handle_ != 0 && scratch_ != nullptr) {
        kept = handle_;
        kept_scratch = scratch_;
        handle_ = 0;
        scratch_ = nullptr;
        return;
    }
    if (scratch_ != nullptr)
        cs_free(scratch_, 1);
    if (handle_ != 0)
        cs_close(&handle_);
    scratch_ = nullptr;
    handle_ = 0;
}

/* One that is not remembered.  False: these bytes are no instruction. */
bool Disassembler::decode_anew(const uint8_t *code, size_t size, uint64_t address, Instruction *instruction)
{
    *instruction = {};
    instruction->address = address;
    instruction->to = instruction->from = instruction->base = kNoRegister;
    instruction->index = instruction->second = kNoRegister;
    const uint8_t *behind = code;
    if (!cs_disasm_iter(handle_, &behind, &size, &address, scratch_))
        return decode_unknown(code, size, instruction);
    instruction->size = static_cast<uint8_t>(scratch_->size);
    set_name(instruction, scratch_->mnemonic);
    classify(handle_, *scratch_, instruction);
    remembered.keep(code, *instruction);
    return true;
}

unsigned Disassembler::decode(const uint8_t *code, size_t size, uint64_t address, Instruction *list, unsigned room)
{
    unsigned count = 0;
    for (; count < room && size != 0; ++count) {
        Instruction &instruction = list[count];
        if (!remembered.find(code, size, address, &instruction) && !decode_anew(code, size, address, &instruction))
            break;
        code += instruction.size;
        size -= instruction.size;
        address += instruction.size;
    }
    return count;
}

void Disassembler::forget()
{
    remembered.forget();
}

} // namespace safecancel
