/* SPDX-License-Identifier: MIT */
/*
 * 64-bit Arm: stepping a thread through its own code by breakpoints, because
 * user space has no trap flag, and qemu-user no ptrace.
 *
 * At each step the handler takes its breakpoints out, works out from the
 * registers where the thread goes next, and puts `brk` there.  Code is made
 * writable page by page.  Only the stepping thread runs this code meanwhile; one
 * that comes by a breakpoint left behind takes it out and goes on.
 *
 * There is none in the thunk while a point is blocked: code that is not what was
 * audited is no window to the shim.  So stepping ends where a point blocks.
 */
#ifndef SAFECANCEL_TESTS_RACE_STEPPING_H
#define SAFECANCEL_TESTS_RACE_STEPPING_H

#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

typedef uint32_t word;

enum { breakpoint_room = 8 };
static const word breakpoint = 0xd4200000, start_marker = 0xd4200020; /* brk #0, brk #1 */

static struct {
    word *place;
    word before;
} breakpoints[breakpoint_room];
static unsigned breakpoint_count;

static inline int is_left_to_libc(const char *point)
{
    (void)point;
    return 0;
}

static inline void *instruction(const ucontext_t *context)
{
    return (void *)context->uc_mcontext.pc;
}

static void put(word *place, word value)
{
    *(volatile word *)place = value;
    __builtin___clear_cache((char *)place, (char *)(place + 1));
}

static void take_breakpoints_out(void)
{
    while (breakpoint_count != 0) {
        --breakpoint_count;
        put(breakpoints[breakpoint_count].place, breakpoints[breakpoint_count].before);
    }
}

static void make_writable(const word *place)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = (uintptr_t)place & ~(page - 1);
    static uintptr_t done[64];
    static unsigned count;
    for (unsigned i = 0; i < count; ++i)
        if (done[i] == first)
            return;
    if (mprotect((void *)first, page, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) {
        static const char why[] = "skipped: code cannot be made writable here, to put breakpoints into it\n";
        syscall(SYS_write, 1, why, sizeof why - 1);
        _exit(77);
    }
    if (count < sizeof done / sizeof *done)
        done[count++] = first;
}

static void put_breakpoint(word *place)
{
    if (breakpoint_count == breakpoint_room)
        _exit(3);
    make_writable(place);
    breakpoints[breakpoint_count].place = place;
    breakpoints[breakpoint_count].before = *place;
    ++breakpoint_count;
    put(place, breakpoint);
}

/* The `bits` of `value` from bit `low` up, signed. */
static long field(word value, int low, int bits)
{
    return (long)((uint64_t)value << (64 - low - bits)) >> (64 - bits);
}

static uint64_t register_value(const ucontext_t *context, word number)
{
    return number == 31 ? 0 : context->uc_mcontext.regs[number];
}

static int holds(const ucontext_t *context, word condition)
{
    const word flags = (word)(context->uc_mcontext.pstate >> 28);
    const word n = flags >> 3 & 1, z = flags >> 2 & 1, c = flags >> 1 & 1, v = flags & 1;
    const word results[] = {z, c, n, v, c & !z, n == v, (n == v) & !z, 1};
    const word result = results[condition >> 1];
    return (condition & 1) && condition != 15 ? !result : (int)result;
}

static int is_load_exclusive(word code) { return (code & 0x3fe00000) == 0x08400000; }
static int is_store_exclusive(word code) { return (code & 0x3fe00000) == 0x08000000; }
static int is_branch_on_register(word code) { return (code & 0x7e000000) == 0x34000000; }
static int is_branch_on_condition(word code) { return (code & 0xff000010) == 0x54000000; }

/*
 * From a load-exclusive to its store nothing may come in between, or the store
 * fails for ever: such a loop is one step.  It is left behind the store's own
 * branch, or by another branch.
 */
static void step_over_loop(word *code)
{
    enum { longest = 16 };
    for (word *end = code + longest; code != end; ++code) {
        if (is_branch_on_condition(*code))
            put_breakpoint(code + field(*code, 5, 19));
        if (is_store_exclusive(*code)) {
            put_breakpoint(code + (is_branch_on_register(code[1]) ? 2 : 1));
            return;
        }
    }
    _exit(3);
}

/* Where the thread goes from the instruction that it is about to execute. */
static word *next_instruction(const ucontext_t *context)
{
    word *pc = instruction(context);
    const word code = *pc;
    const uint64_t tested = register_value(context, code & 31);
    if ((code & 0x7c000000) == 0x14000000) /* b, bl */
        return pc + field(code, 0, 26);
    if (is_branch_on_condition(code))
        return holds(context, code & 15) ? pc + field(code, 5, 19) : pc + 1;
    if (is_branch_on_register(code)) { /* cbz, cbnz */
        const int zero = (code >> 31 ? tested : (word)tested) == 0;
        return zero != (int)(code >> 24 & 1) ? pc + field(code, 5, 19) : pc + 1;
    }
    if ((code & 0x7e000000) == 0x36000000) { /* tbz, tbnz */
        const int bit = (int)((code >> 31 << 5) | (code >> 19 & 31));
        return (tested >> bit & 1) == (code >> 24 & 1) ? pc + field(code, 5, 14) : pc + 1;
    }
    if ((code & 0xff9ffc1f) == 0xd61f0000) /* br, blr, ret */
        return (word *)register_value(context, code >> 5 & 31);
    return pc + 1;
}

static int is_system_call(const ucontext_t *context)
{
    return *(const word *)instruction(context) == 0xd4000001;
}

static void go_on_stepping(ucontext_t *context, int blocks)
{
    word *pc = instruction(context);
    if (blocks && is_system_call(context))
        return;
    if (is_load_exclusive(*pc))
        step_over_loop(pc);
    else
        put_breakpoint(next_instruction(context));
}

/* At a step's begin: true if it is one, false where stepping is about to begin. */
static int begin_step(ucontext_t *context, int blocks)
{
    take_breakpoints_out();
    if (*(const word *)instruction(context) != start_marker)
        return 1;
    context->uc_mcontext.pc += sizeof(word);
    go_on_stepping(context, blocks);
    return 0;
}

static inline void stop_stepping(ucontext_t *context)
{
    (void)context;
}

/* There is no need to: the breakpoint is right behind it. */
static inline int make_system_call(ucontext_t *context)
{
    (void)context;
    return 0;
}

static inline __attribute__((always_inline)) void set_trap_flag(void)
{
    __asm__ volatile("brk #1" ::: "memory");
}

#endif
