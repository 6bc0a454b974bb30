/* SPDX-License-Identifier: MIT */
/* 64-bit Arm: instructions by their bits (Arm Architecture Reference Manual, C4.1); see words.h. */
#include "words.h"

#include <string.h>

#include "registers.h"

namespace safecancel {
namespace {

constexpr uint32_t kNumber = 0x1f; /* of a register; 31 is the zero register, or the stack pointer of an address */

uint32_t written(uint32_t number)
{
    return number == kNumber ? 0 : 1u << number;
}

unsigned width(uint32_t word)
{
    return (word >> 30 & 1) != 0 ? 8 : 4;
}

void set_address(uint32_t word, Instruction *to)
{
    const uint32_t base = word >> 5 & kNumber;
    to->place = base == kNumber ? Place::Frame : Place::Pointer;
    to->base = base == kNumber ? kNoRegister : static_cast<int8_t>(base);
    to->width = static_cast<uint8_t>(width(word));
    to->stores = true;
}

/* cas{a}{l} of four or eight bytes: the old value is compared with, and returned in, one register. */
bool is_exchange(uint32_t word)
{
    return (word & 0xbfa07c00) == 0x88a07c00;
}

void classify_exchange(uint32_t word, Instruction *to)
{
    const uint32_t compared = word >> 16 & kNumber, put = word & kNumber;
    set_address(word, to);
    to->written = written(compared);
    if (compared == kNumber || put == kNumber)
        return;
    to->op = Op::CompareExchange;
    to->to = static_cast<int8_t>(compared);
    to->from = static_cast<int8_t>(put);
}

/* ldset{a}{l}, or stset, of four or eight bytes. */
bool is_or(uint32_t word)
{
    return (word & 0xbf20fc00) == 0xb8203000;
}

void classify_or(uint32_t word, Instruction *to)
{
    set_address(word, to);
    to->written = written(word & kNumber);
    to->op = Op::OrMemory;
}

/* What does nothing on processors that are older than it. */
void classify_hint(uint32_t hint, Instruction *to)
{
    if (hint != 0)
        strcpy(to->name, "hint"); /* Capstone 5 names each */
    constexpr uint32_t nop = 0, first_of_signing = 24, last_of_signing = 31, bti = 32, bti_jc = 38;
    if (hint == nop || (hint >= bti && hint <= bti_jc && hint % 2 == 0)) {
        to->op = Op::Nop;
    } else if (hint >= first_of_signing && hint <= last_of_signing) {
        to->op = Op::Sign;
        to->written = 1u << x30;
    }
}

/* movz and movn. */
void classify_constant(uint32_t word, Instruction *to)
{
    const bool whole = (word >> 31) != 0, negated = (word >> 30 & 1) == 0;
    const uint64_t part = uint64_t{word >> 5 & 0xffff} << 16 * (word >> 21 & 3);
    const uint64_t value = negated ? ~part : part;
    to->written = written(word & kNumber);
    if (to->written == 0)
        return;
    strcpy(to->name, "mov"); /* to Capstone 4, movz and movn */
    to->op = Op::Constant;
    to->to = static_cast<int8_t>(word & kNumber);
    to->width = whole ? 8 : 4;
    to->immediate = static_cast<int64_t>(whole ? value : value & UINT32_MAX);
}

void classify_thread_pointer(uint32_t word, Instruction *to)
{
    to->written = written(word & kNumber);
    if (to->written == 0)
        return;
    to->op = Op::ThreadPointer;
    to->to = static_cast<int8_t>(word & kNumber);
    to->width = kWord;
}

} // namespace

bool classify_word(uint32_t word, Instruction *to)
{
    constexpr uint32_t system_call = 0xd4000001, any_number = 0xffff << 5, return_to_x30 = 0xd65f03c0;
    if (word == system_call)
        to->op = Op::SystemCall;
    else if ((word & ~any_number) == system_call)
        to->op = Op::OtherEntry; /* another number, which the kernel does not look at */
    else if (word == return_to_x30)
        to->op = Op::Return;
    else if ((word & 0xfffff01f) == 0xd503201f)
        classify_hint(word >> 5 & 0x7f, to);
    else if ((word & ~kNumber) == 0xd53bd040)
        classify_thread_pointer(word, to);
    else if ((word & 0x3f800000) == 0x12800000)
        classify_constant(word, to);
    else if (is_exchange(word))
        classify_exchange(word, to);
    else if (is_or(word))
        classify_or(word, to);
    else
        return false;
    return true;
}

bool classify_unknown_word(uint32_t word, Instruction *to)
{
    if (!is_exchange(word) && !is_or(word))
        return false;
    strcpy(to->name, is_exchange(word) ? "cas" : "ldset");
    return classify_word(word, to);
}

} // namespace safecancel
