/* SPDX-License-Identifier: MIT */
/*
 * One site of glibc <= 2.40: from a call of the function that enables to each
 * call of the function that disables.
 *
 *     call enable; reload arguments; system call; keep the result; call disable
 *
 * On every path: nothing but registers changes before the system call, and
 * nothing but registers, the frame and errno after it; there is one system call
 * at most on a path and one at least in the site; and each path ends in a call
 * of the function that disables, with what the other returned.
 *
 * One kind of call is no site: start_thread of glibc <= 2.33 enables around a
 * lock it shares with the thread that made it, which is never held for long.
 */
#ifndef SAFECANCEL_SHIM_AUDIT_SITE_H
#define SAFECANCEL_SHIM_AUDIT_SITE_H

#include "walk.h"

namespace safecancel {

/* No function: whichever is called after the system call. */
constexpr uint64_t kAnyFunction = 0;

class Site {
public:
    Site(LibcObject *object, Walk *walk, uint64_t disable) : object_(object), walk_(walk), disable_(disable) {}

    /* Follows the site of the call at `call`.  False: walk->why and walk->at say what is not understood. */
    bool follow(uint64_t call);

    /* After follow() said no: the call is one around a lock, and no site. */
    bool is_lock() const { return locks_; }

    /*
     * After follow() said no: reaches all code of the site, whatever it does, up
     * to the calls that disable.  False: it goes on elsewhere.
     */
    bool cover(uint64_t call);

    /* The function that disables: the one given, or the one that was found. */
    uint64_t disable() const { return disable_; }

private:
    Step see(const Visit &visit);
    Step pass(const Visit &visit);
    Step see_call(const Visit &visit);
    Step see_store(const Visit &visit);
    Step see_frame(const Visit &visit);
    Step see_system_call(const Visit &visit);
    Step wrong(const char *why);

    LibcObject *object_;
    Walk *walk_;
    uint64_t disable_;
    unsigned system_calls_ = 0;
    bool locks_ = false;
};

/* The number of the system call at this visit, or SC_AUDIT_NUMBER_UNKNOWN. */
uint32_t system_call_number(const Visit &visit);

/* The i-th sentence about a site, or nullptr past the last: the tests have a case for each. */
const char *site_sentence(unsigned i);

} // namespace safecancel

#endif
