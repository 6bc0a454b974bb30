/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Acting upon a request, and signal 32. */
#ifndef SAFECANCEL_SHIM_ACT_H
#define SAFECANCEL_SHIM_ACT_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "trace.h"

namespace safecancel {

/* glibc's SIGCANCEL: the first real-time signal, kept from programs; also SIGEV_THREAD's. */
inline constexpr int cancel_signal = 32;

/* The kernel's signal set, as rt_sigprocmask and rt_sigaction take it. */
using KernelSignalSet = uint64_t;
inline constexpr KernelSignalSet cancel_signal_bit = KernelSignalSet{1} << (cancel_signal - 1);

/*
 * rt_sigprocmask: sets the calling thread's mask to what `how` makes of it and
 * `set`; returns the mask before.  Async-signal-safe.
 */
KernelSignalSet change_signal_mask(int how, KernelSignalSet set);

/*
 * Acts upon the calling thread's request if it is due: does not return then.
 * Returns if it is not, and in a vfork child, which shares its parent's word
 * and must never act for it.  Async-signal-safe as far as acting can be: the
 * caller is at a cancellation point, or has chosen the asynchronous type.
 */
void act_if_due(const Place &place);

/* The calling thread's point fails with ECANCELED: counts and traces it.  Async-signal-safe. */
void note_failure(const Place &place);

/* The state of signal 32's handler. */
struct SignalHandler {
    void *function; /* null: default or ignored */
    void (*restorer)(); /* what it returns to */
};
SignalHandler installed_handler();

/* Makes ours signal 32's handler.  Returns 0 or -errno.  Async-signal-safe. */
int install_handler();

/* The bits glibc's pthread_cancel sets to make a request pending: observed, before our handler is installed. */
extern uint32_t request_bits;

/*
 * Readies what pthread_cancel needs, once, and sees to it that the handler is
 * ours.  False if requests are left to glibc.  Async-signal-safe after the first call.
 */
bool canceller_is_ready();

/* True while signal 32's handler is ours, as far as may be asked (filter.h).  Async-signal-safe. */
bool handler_is_ours();

/*
 * libc's own handler, which ours passes signals to that are not for the thunk
 * where libc's points leave no mark (glibc >= 2.41).  Set before the first
 * signal is sent.
 */
using SignalFunction = void (*)(int, siginfo_t *, void *);
extern SignalFunction libc_handler;

/*
 * What glibc has signal handlers return to, null where it leaves that to the kernel (Config::restorers):
 * its address marks a signal frame on a stack.
 */
using SignalRestorer = void (*)();
extern SignalRestorer libc_restorer;

/*
 * For the calling thread, if signal 32 is blocked and pending for a point that
 * may lie underneath (raised again): `true` unblocks it for a while, in which
 * our handler does nothing, `false` puts it back.
 */
void raise_again_later(bool later);

} // namespace safecancel

#endif
