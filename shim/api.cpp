/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  The functions of include/safecancel/safecancel.h, which calls
 * them by weak references.
 */
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "act.h"
#include "arming.h"
#include "errors.h"
#include "interrupted.h"
#include "watcher.h"

#define SAFECANCEL_IMPLEMENTATION
#include <safecancel/safecancel.h>

#define SC_API extern "C" __attribute__((visibility("default")))

#include "unwrapped.h"

namespace safecancel {

namespace {

/* The calling thread's innermost scope. */
constinit __thread safecancel_deadline *innermost = nullptr;

constexpr int available_points = 1, available_all = 2;

/* Arms, and makes what errors need.  0, ENOTSUP or EAGAIN. */
int ready()
{
    if (!sc_config.armed)
        arm();
    if (!sc_config.armed || !canceller_is_ready())
        return ENOTSUP;
    return start_watcher();
}

/* The scope's end for its points: its own, or that of one around it if that is earlier. */
uint64_t earliest(uint64_t when)
{
    return innermost != nullptr && innermost->when < when ? innermost->when : when;
}

void enter(safecancel_deadline *scope, uint64_t deadline)
{
    innermost = scope;
    error_state.deadline = deadline;
}

/* The point under a user handler is failed by that itself; a request of another kind is not its business. */
bool always()
{
    return true;
}

/* In the thunk's window: its `cancel` is told by the depth, which a point of the handler's own does not have. */
bool break_in_thunk(ucontext_t *context)
{
    const uintptr_t pc = program_counter(context);
    const Thunk *const thunk = find_thunk(pc);
    if (thunk == nullptr || !thunk->in_window(pc) || !thunks_are_intact())
        return false;
    error_state.broken = sc_depth;
    leave_window(context, address_of(thunk->cancel));
    return true;
}

/* Right behind the thunk's call, which was interrupted: sc_failed comes next. */
bool break_behind_call(const ucontext_t *context)
{
    const uintptr_t pc = program_counter(context);
    const Thunk *const thunk = find_thunk(pc);
    if (thunk == nullptr || pc != address_of(thunk->end) || call_result(context) != -EINTR)
        return false;
    error_state.broken = sc_depth;
    return true;
}

} // namespace

} // namespace safecancel

using namespace safecancel;

SC_API int safecancel_v1_available()
{
    const int error = ready();
    if (error == ENOTSUP)
        return 0;
    return error == 0 && sc_config.full ? available_all : available_points;
}

SC_API int safecancel_v1_interrupt(pthread_t target)
{
    if (const int error = ready())
        return error;
    const uintptr_t thread = static_cast<uintptr_t>(target);
    const int32_t tid = thread_id(thread);
    if (tid <= 0 || (load_word(thread) & (SC_EXITING | SC_TERMINATED)) != 0)
        return ESRCH;
    return request_error(thread, tid, true) ? 0 : EAGAIN;
}

SC_API int safecancel_v1_break_from_handler(void *interrupted)
{
    if (interrupted == nullptr)
        return EINVAL;
    if (const int error = ready())
        return error;
    auto *const context = static_cast<ucontext_t *>(interrupted);
    const uintptr_t self = thread_pointer();
    const uint32_t word = load_word(self);
    if ((word & (SC_EXITING | SC_TERMINATED)) != 0)
        return 0;
    if (break_in_thunk(context) || break_behind_call(context) || fail_interrupted_point(context, word, always))
        return 0;
    return request_error(self, thread_id(self), true) ? 0 : EAGAIN;
}

SC_API int safecancel_v1_pending()
{
    if (!sc_config.armed)
        arm();
    if (!sc_config.armed)
        return ENOTSUP;
    return error_is_pending() ? 1 : 0;
}

SC_API int safecancel_v1_clear()
{
    if (!sc_config.armed)
        arm();
    if (!sc_config.armed)
        return ENOTSUP;
    return clear_asked() ? 1 : 0;
}

SC_API int safecancel_v1_deadline_begin(safecancel_deadline *scope, const struct timespec *when)
{
    constexpr long second = 1'000'000'000;
    if (scope == nullptr || when == nullptr || when->tv_nsec < 0 || when->tv_nsec >= second)
        return EINVAL;
    if (const int error = ready())
        return error;
    const uint64_t wanted = when->tv_sec < 0 ? 1
                                             : static_cast<uint64_t>(when->tv_sec) * second +
                                                   static_cast<uint64_t>(when->tv_nsec);
    const uint64_t deadline = earliest(wanted != 0 ? wanted : 1);
    if (!watch_deadline(thread_id(thread_pointer()), &error_state.place, deadline))
        return EAGAIN;
    scope->outer = innermost;
    scope->when = deadline;
    enter(scope, deadline);
    note_deadline();
    return 0;
}

SC_API int safecancel_v1_deadline_end(safecancel_deadline *scope)
{
    if (scope == nullptr || scope != innermost)
        return sc_config.armed ? EINVAL : ENOTSUP;
    safecancel_deadline *const outer = scope->outer;
    const uint64_t deadline = outer != nullptr ? outer->when : 0;
    enter(outer, deadline);
    watch_deadline(thread_id(thread_pointer()), &error_state.place, deadline);
    settle_error();
    await_signals(error_state.place);
    return 0;
}
