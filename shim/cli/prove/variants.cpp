/* SPDX-License-Identifier: MIT */
#include "variants.h"

#include <set>

namespace safecancel::prove {
namespace {

/* The object's own thread looks at one with a request after 0.2, 0.6 and 1.4 ms. */
constexpr std::chrono::milliseconds watcher_looks{3};

bool is_there(Reached reached, const Position &position)
{
    return reached == (position.asleep ? Reached::asleep : Reached::yes);
}

bool cancel(Run &run, const Position &position)
{
    return is_there(run.go_to(position), position) && run.order("c");
}

/* As when the canceller could not tell whether the thread is in a point, and so sent the signal. */
bool cancel_and_stray(Run &run, const Position &position)
{
    return is_there(run.go_to(position), position) && run.order("c3");
}

/* The second one an instruction later, or in the handler that the first one has started. */
bool cancel_twice(Run &run, const Position &position)
{
    if (!cancel(run, position))
        return false;
    if (!position.asleep)
        run.step();
    return run.order("c");
}

bool cancel_then_signal(Run &run, const Position &position)
{
    return is_there(run.go_to(position), position) && run.order("cs");
}

bool signal_then_cancel(Run &run, const Position &position)
{
    return is_there(run.go_to(position), position) && run.order("sc");
}

/* The thread sleeps in the point, a user's handler comes on top, the request in the middle of that. */
bool cancel_in_handler(Run &run, const Position &position)
{
    if (run.go_until_asleep() != Reached::asleep)
        return false;
    run.tracees().step_when_signalled(run.point_thread());
    if (!run.order("s") || run.wait_for_stop(true) != Reached::yes)
        return false;
    return is_there(run.go_on_to(position), position) && run.order("c");
}

/* The mirror image: the canceller is held, and the thread comes to the point and sleeps there or completes. */
bool hold_canceller(Run &run, const Position &position)
{
    if (run.order_until("c", position) != Reached::yes)
        return false;
    const Reached reached = run.go_until_asleep();
    if (reached == Reached::asleep && run.scene().request != REQUEST_CANCEL)
        run.tracees().until([] { return false; }, Clock::now() + watcher_looks, true);
    return reached == Reached::asleep || reached == Reached::returned || reached == Reached::gone;
}

/* The first request finds the thread asleep; the second one comes while the thread is at acting upon the first. */
bool cancel_while_acting(Run &run, const Position &position)
{
    if (run.go_until_asleep() != Reached::asleep)
        return false;
    run.tracees().step_when_signalled(run.point_thread());
    if (!run.order("c") || run.wait_for_stop(false) != Reached::yes)
        return false;
    return is_there(run.go_on_to(position), position) && run.order("c");
}

void add_around(std::set<size_t> &chosen, size_t middle, size_t distance, size_t size)
{
    for (size_t i = middle > distance ? middle - distance : 0; i < size && i <= middle + distance; ++i)
        chosen.insert(i);
}

} // namespace

const std::vector<Variant> &variants(board_request request)
{
    static const std::vector<Variant> all = {
        {"cancel", "point", "completes blocks fails partial", {}, cancel},
        {"cancel and an unneeded signal 32", "point", "completes blocks", {}, cancel_and_stray},
        {"two cancels", "point", "completes blocks", {}, cancel_twice},
        {"cancel, then a user signal", "point", "completes blocks", {true}, cancel_then_signal},
        {"a user signal, then cancel", "point", "completes blocks", {true}, signal_then_cancel},
        {"cancel in a user handler, SA_RESTART", "handler, SA_RESTART", "blocks", {true, {true}, true}, cancel_in_handler},
        {"cancel in a user handler", "handler", "blocks", {true, {false}, true}, cancel_in_handler},
        {"cancel in a user handler that calls a point", "handler that calls", "blocks", {true, {true, true}, true},
         cancel_in_handler},
        {"canceller held, the thread runs on", "canceller", "completes blocks", {}, hold_canceller},
        {"a second cancel while acting", "acting", "blocks", {}, cancel_while_acting},
    };
    static const std::vector<Variant> of_errors = {
        {"request", "point", "completes blocks partial", {}, cancel},
        /* With a break nobody sends one, and to a thread that has no request it is libc's own (glibc <= 2.40). */
        {"request and an unneeded signal 32", "point", "completes blocks", {}, cancel_and_stray,
         "interrupt interrupt-disabled masked"},
        {"request, then a user signal", "point", "completes blocks", {true}, cancel_then_signal},
        {"a user signal, then request", "point", "completes blocks", {true}, signal_then_cancel},
        {"request in a user handler, SA_RESTART", "handler, SA_RESTART", "blocks", {true, {true}, true}, cancel_in_handler},
        {"request in a user handler", "handler", "blocks", {true, {false}, true}, cancel_in_handler},
        /* Any other error would be the handler's own point's. */
        {"request in a user handler that calls a point", "handler that calls", "blocks", {true, {true, true}, true},
         cancel_in_handler, "masked"},
        {"requester held, the thread runs on", "canceller", "completes blocks", {}, hold_canceller,
         "interrupt interrupt-disabled masked"},
    };
    return request == REQUEST_CANCEL ? all : of_errors;
}

bool is_at_each(const std::string &variant)
{
    return variant == "cancel" || variant == "request";
}

std::vector<size_t> choose_positions(size_t size, const std::vector<size_t> &calls, size_t limit)
{
    std::set<size_t> chosen;
    if (size <= limit) {
        add_around(chosen, 0, size, size);
        return {chosen.begin(), chosen.end()};
    }
    /* Half of them around the system calls, the others at even distances. */
    const size_t each = calls.empty() ? 0 : limit / 2 / calls.size() / 2;
    for (const size_t call : calls)
        if (chosen.size() < limit / 2)
            add_around(chosen, call, each > 2 ? each : 2, size);
    for (size_t i = 0, rest = limit - chosen.size(); i < rest; ++i)
        chosen.insert(i * size / rest);
    return {chosen.begin(), chosen.end()};
}

} // namespace safecancel::prove
