/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  Finding the rows' next definitions and writing their
 * targets; see dispatch.h.
 */
#include "dispatch.h"

#include <string.h>
#include <sys/mman.h>

#include "arming.h"
#include "config.h"
#include "loader.h"
#include "machine.h"
#include "objects.h"
#include "passing.h"
#include "report.h"

namespace safecancel {

namespace {

/* Fixed-size text: an array of pointers would need a relocation a row at every start. */
struct RowName {
    char text[28];
    uint32_t hash;
};

constexpr RowName row_names[row_count] = {
#define SC_ROW(name, target) {#name, gnu_hash(#name)},
#define SC_ENTRY(name, target) {#name, gnu_hash(#name)},
#include "points.def"
};

constexpr bool is_entry[row_count] = {
#define SC_ROW(name, target) false,
#define SC_ENTRY(name, target) true,
#define SC_WAIT(name, target) false,
#define SC_PASS(name, first, second) false,
#include "points.def"
};

constexpr bool is_pass[row_count] = {
#define SC_ROW(name, target) false,
#define SC_ENTRY(name, target) false,
#define SC_PASS(name, first, second) true,
#include "points.def"
};

constexpr bool is_wait[row_count] = {
#define SC_ROW(name, target) false,
#define SC_ENTRY(name, target) false,
#define SC_WAIT(name, target) true,
#include "points.def"
};

/* The functions of api.cpp. */
constexpr char own_functions[][40] = {
#define SC_OWN(name) #name,
#include "points.def"
};

SymbolName symbol_name(unsigned row)
{
    return {row_names[row].text, row_names[row].hash};
}

/* Rows whose next definition is not libc's: somebody else's, who must not be bypassed. */
constinit bool chained[row_count] = {};

/*
 * Readers of the table that may still write a row (sc_resolve).  The page is
 * sealed when there are none.
 */
constinit uint32_t resolving = 0;
constinit bool sealing = false;

void set_target(unsigned row, Address target)
{
    __atomic_store_n(&sc_targets[row], target, __ATOMIC_RELEASE);
}

/* A name this libc does not have: our own code, which is a plain system call while unarmed. */
Address next_or_own(unsigned row, Address next)
{
    return next != nullptr ? next : sc_armed_targets[row];
}

/* libc's definition, wherever libc stands: when we were loaded by dlopen it stands before us. */
Address find_in_libc(unsigned row)
{
    uintptr_t found = 0;
    for_each_object([&](const Object &object) {
        found = object.is_libc_family() ? object.find(symbol_name(row)).address : 0;
        return found != 0;
    });
    return reinterpret_cast<Address>(found);
}

Address find_next(unsigned row)
{
    uintptr_t found = 0;
    for_each_object_after(reinterpret_cast<uintptr_t>(sc_sealed), [&](const Object &object) {
        found = object.find(symbol_name(row)).address;
        return found != 0;
    });
    return found != 0 ? reinterpret_cast<Address>(found) : find_in_libc(row);
}

/* True if the number stands among the constants in a function's code. */
bool mentions(const Symbol &function, uint32_t number)
{
    return memmem(reinterpret_cast<const void *>(function.address), function.size, &number,
                  sizeof number) != nullptr;
}

/*
 * glibc >= 2.41 answers getrandom from the vDSO, without a system call, which
 * a wrapper could only slow down; nothing is lost with random bytes.
 */
bool answers_from_vdso(unsigned row)
{
    return row == static_cast<unsigned>(Row::getrandom) && sc_config.unmarked_points;
}

/* What is given a time, on 32-bit systems. */
constexpr unsigned timed_rows[] = {
#define SC_TIMED(name) static_cast<unsigned>(Row::name),
#include "points.def"
    row_count};

/* glibc up to 2.33 makes another system call for it than the one in the table. */
bool makes_other_call(unsigned row)
{
    for (const unsigned timed : timed_rows)
        if (timed == row)
            return !libc_is_since(34);
    return false;
}

/* Anything loaded asks for errors. */
bool errors_are_asked_for()
{
    bool found = false;
    for_each_object([&](const Object &object) {
        found = imports_own_function(object);
        return found;
    });
    return found;
}

bool is_left_to_libc(unsigned row, bool errors)
{
    return answers_from_vdso(row) || makes_other_call(row) || (is_wait[row] && !errors);
}

} // namespace

bool imports_own_function(const Object &object)
{
    for (const char *name : own_functions)
        if (object.imports(name))
            return true;
    return false;
}

const char *find_next_definitions(uintptr_t own_address)
{
    const char *canceller = "";
    for_each_object_after(own_address, [&](const Object &object) {
        for (unsigned row = 0; row < row_count; ++row) {
            if (sc_config.next[row] != nullptr)
                continue;
            const Symbol symbol = object.find(symbol_name(row));
            const uintptr_t found = symbol.address;
            sc_config.next[row] = reinterpret_cast<Address>(found);
            if (row == static_cast<unsigned>(Row::select) && object.is_libc_family())
                sc_config.select_is_select = select_may_be_select && !mentions(symbol, __NR_pselect6);
            chained[row] = found != 0 && !object.is_libc_family();
            if (found != 0 && row == static_cast<unsigned>(Row::pthread_cancel))
                canceller = object.soname();
        }
        if (sc_config.testcancel == nullptr && object.is_libc_family())
            sc_config.testcancel = reinterpret_cast<Address>(
                object.find(SymbolName("pthread_testcancel")).address);
        return false;
    });
    for (unsigned row = 0; row < row_count; ++row)
        if (sc_config.next[row] == nullptr)
            sc_config.next[row] = find_in_libc(row);
    if (canceller[0] == '\0')
        return "libc does not come after us in the loader's order: not preloaded?";
    if (chained[static_cast<unsigned>(Row::pthread_cancel)])
        return "another object that comes after ours defines pthread_cancel";
    if (sc_config.testcancel == nullptr)
        return "libc does not define pthread_testcancel";
    return nullptr;
}

Dispatched dispatch_armed(bool verbose)
{
    Dispatched dispatched = {};
    const bool errors = errors_are_asked_for();
    for (unsigned row = 0; row < row_count; ++row) {
        const Address next = sc_config.next[row];
        /* An entry of ours goes on to the next definition itself, whoever's that is. */
        const bool aside = (chained[row] && !is_entry[row]) || is_left_to_libc(row, errors) ||
                           sc_armed_targets[row] == nullptr;
        set_target(row, aside ? next_or_own(row, next) : sc_armed_targets[row]);
        if (is_entry[row] || is_wait[row] || is_pass[row])
            continue;
        dispatched.through_thunk += aside ? 0 : 1;
        dispatched.chained += chained[row] ? 1 : 0;
        if (chained[row] && verbose)
            report("%s is left to the object that defines it after ours", row_names[row].text);
    }
    return dispatched;
}

void dispatch_aside()
{
    for (unsigned row = 0; row < row_count; ++row)
        set_target(row, next_or_own(row, sc_config.next[row]));
}

void seal()
{
    __atomic_store_n(&sealing, true, __ATOMIC_SEQ_CST);
    /*
     * Another thread can only be in sc_resolve if it was made before our
     * constructor ran, and it is gone in a moment.  Should it be ourselves,
     * interrupted there by a handler that came here, it never will be: then
     * the page stays writable.
     */
    for (int i = 0; __atomic_load_n(&resolving, __ATOMIC_SEQ_CST) != 0; ++i) {
        if (i == 1000)
            return;
        raw_syscall(__NR_sched_yield);
    }
    raw_syscall(__NR_mprotect, reinterpret_cast<long>(sc_sealed), sc_sealed_limit - sc_sealed, PROT_READ);
    const auto config = reinterpret_cast<uintptr_t>(&sc_config);
    raw_syscall(__NR_mprotect, static_cast<long>(config),
                static_cast<long>(reinterpret_cast<uintptr_t>(sc_config_limit) - config), PROT_READ);
}

} // namespace safecancel

/*
 * Where the stub of a row that has not been decided goes (asm/<arch>/exports.S):
 * returns the row's target, and puts it into the table for the next call.  A
 * call of pthread_create or its like arms first.  As async-signal-safe as the
 * loader's lazy binding is.  The first four arguments are only looked at where
 * the row is passed on, for which there always is a next definition.
 */
extern "C" safecancel::Address sc_resolve(unsigned row, long a, long b, long c, long d)
{
    using namespace safecancel;
    if (is_entry[row])
        arm();
    if (is_pass[row])
        note_arguments(row, a, b, c, d);
    __atomic_fetch_add(&resolving, 1, __ATOMIC_SEQ_CST);
    Address target = __atomic_load_n(&sc_targets[row], __ATOMIC_ACQUIRE);
    const bool decided = __atomic_load_n(&sealing, __ATOMIC_SEQ_CST);
    if (!decided) {
        const Address next = next_or_own(row, find_next(row));
        if (is_entry[row] || __atomic_compare_exchange_n(&sc_targets[row], &target, next, false,
                                                         __ATOMIC_RELEASE, __ATOMIC_ACQUIRE))
            target = next;
    }
    __atomic_fetch_sub(&resolving, 1, __ATOMIC_SEQ_CST);
    return target;
}
