/* SPDX-License-Identifier: MIT */
/* Moving the two threads of a run; the contract stands in run.h. */
#include "run.h"

#include <signal.h>

#include <cstring>
#include <stdexcept>

#include "processor.h"

namespace safecancel::prove {
namespace {

constexpr std::chrono::seconds step_limit{2}, run_limit{10};

/*
 * Asleep in the same call each time it is looked at, so often: long after every
 * request has been made.  A call that is to complete may wait for a child on its way.
 */
constexpr std::chrono::milliseconds look{10};
constexpr int looks = 6, looks_at_completion = 200;

/* An error comes to a point inside libc when the object's own thread looks, every 16 ms at the latest. */
constexpr int looks_inside = 30;

} // namespace

const char *name_of(board_request request)
{
    constexpr const char *names[] = {"cancel", "interrupt", "interrupt-disabled", "masked", "break"};
    return names[request];
}

std::string Scene::label() const
{
    return request == REQUEST_CANCEL ? situation : situation + ", " + name_of(request);
}

Run::Run(Tracees &tracees, Zygote &zygote, const Scene &scene, const Handler &handler)
    : tracees_(tracees), zygote_(zygote), scene_(scene)
{
    board &page = zygote.prepare();
    scene.row.name.copy(page.row, sizeof page.row - 1);
    page.call = scene.call;
    page.request = scene.request;
    page.next_inside = scene.row.is("inside");
    page.restart = handler.restart;
    page.handler_calls = handler.calls;
    page.short_nap = scene.completes;
    page.early = scene.completes && !scene.row.is("late");
    enabled_ = !scene.completes || page.early || !scene.row.is("enable");
    begun_ = zygote.begin();
    ended_ = !begun_ && tracees.at(zygote.pid()) != At::running;
}

/* An interruption is for whoever waits next: a destructor cannot pass it on. */
Run::~Run()
{
    if (ended_)
        return;
    try {
        zygote_.end(true);
    } catch (const Interrupted &) {
        zygote_.end(true);
        interrupt();
    }
}

std::string Run::reason() const
{
    const char *told = zygote_.page().reason;
    if (*told)
        return told;
    zygote_.end(true);
    return "it does not begin: " + zygote_.output();
}

bool Run::order(const char *orders)
{
    strcpy(page().orders, orders);
    tracees_.go(main_thread());
    return tracees_.until([&] { return tracees_.at(main_thread()) != At::running; }, Clock::now() + step_limit);
}

bool Run::finish_order()
{
    set_breakpoint(main_thread(), 0);
    tracees_.go(main_thread());
    return tracees_.until([&] { return tracees_.at(main_thread()) != At::running; }, Clock::now() + step_limit);
}

Reached Run::order_until(const char *orders, const Position &position)
{
    strcpy(page().orders, orders);
    return go_to_breakpoint(main_thread(), position);
}

/* Counts how often the breakpoint is come by. */
Reached Run::go_to_breakpoint(pid_t thread, const Position &position)
{
    if (!set_breakpoint(thread, position.pc))
        throw std::runtime_error("no hardware breakpoints here");
    for (uint32_t times = 0;;) {
        tracees_.go(thread);
        const Reached reached = thread == point_thread() ? wait_for_stop(!scene_.completes) : Reached::yes;
        if (thread != point_thread())
            tracees_.until([&] { return tracees_.at(thread) != At::running; }, Clock::now() + step_limit);
        if (reached != Reached::yes)
            return reached;
        if (tracees_.at(thread) != At::instruction)
            return tracees_.at(thread) == At::running ? Reached::never : Reached::gone;
        if (++times == position.occurrence)
            break;
    }
    set_breakpoint(thread, 0);
    return Reached::yes;
}

Reached Run::go_to(const Position &position)
{
    if (position.asleep)
        return go_until_asleep();
    const Position entry = {page().function};
    const Reached entered = go_to_breakpoint(point_thread(), entry);
    if (entered != Reached::yes || (position.pc == entry.pc && position.occurrence == 1))
        return entered;
    return go_to_breakpoint(point_thread(), position);
}

Reached Run::go_on_to(const Position &position)
{
    return go_to_breakpoint(point_thread(), position);
}

Reached Run::go_until_asleep()
{
    tracees_.go(point_thread());
    return wait_for_stop(!scene_.completes);
}

Reached Run::step()
{
    tracees_.go(point_thread(), true);
    return wait_for_stop(!scene_.completes);
}

/* Twice in a row asleep in the same system call. */
bool Run::sleeps_for_good()
{
    const pid_t process = main_thread(), thread = point_thread();
    if (tracees_.at(thread) != At::running || !is_asleep(process, thread))
        return false;
    const std::string call = system_call_of(process, thread);
    const bool same = call == last_call_ && is_asleep(process, thread);
    last_call_ = call;
    return same;
}

/*
 * A call that is to complete may sleep on its way, for as long as that takes.
 * One that only completes for somebody who waits is let through once it does.
 */
Reached Run::wait_for_stop(bool may_sleep)
{
    const pid_t thread = point_thread();
    bool asleep = false;
    last_call_.clear();
    const auto stopped = [&] {
        if (tracees_.at(thread) != At::running || page().returned)
            return true;
        return asleep = (may_sleep || !enabled_) && sleeps_for_good();
    };
    for (;;) {
        if (!tracees_.until(stopped, Clock::now() + step_limit, true))
            return Reached::never;
        if (!asleep || enabled_)
            break;
        enabled_ = true;
        asleep = false;
        if (!order("e"))
            return Reached::never;
    }
    if (asleep)
        return Reached::asleep;
    if (tracees_.at(thread) == At::instruction)
        return Reached::yes;
    return page().returned ? Reached::returned : Reached::gone;
}

/* The thread makes no more calls that may sleep. */
bool Run::is_over()
{
    return scene_.request == REQUEST_CANCEL ? page().returned : page().over;
}

int Run::looks_for_a_miss()
{
    if (scene_.completes && !page().returned)
        return looks_at_completion;
    return scene_.request != REQUEST_CANCEL && scene_.row.is("inside") ? looks_inside : looks;
}

/* The main thread may still be on its way through pthread_cancel. */
Ending Run::finish()
{
    Ending ending;
    const pid_t process = main_thread(), thread = point_thread();
    for (pid_t one : {process, thread})
        if (tracees_.at(one) != At::running && tracees_.at(one) != At::gone)
            set_breakpoint(one, 0);
    const std::string rest = tracees_.at(process) == At::instruction ? std::string(page().orders) + "f" : "f";
    rest.copy(page().orders, sizeof page().orders - 1);
    page().orders[rest.size()] = '\0';
    tracees_.go(process);
    tracees_.go(thread);
    const auto over = [&] { return tracees_.at(zygote_.pid()) != At::running; };
    const auto deadline = Clock::now() + run_limit;
    std::string call;
    for (int asleep = 0; !tracees_.until(over, Clock::now() + look);) {
        const std::string now = is_asleep(process, thread) ? system_call_of(process, thread) : "";
        asleep = !now.empty() && now == call && !is_over() ? asleep + 1 : 0;
        call = now;
        ending.missed = asleep >= looks_for_a_miss();
        ending.late = Clock::now() > deadline;
        if (ending.missed || ending.late)
            break;
    }
    ended_ = true;
    zygote_.end(ending.missed || ending.late);
    ending.facts = page();
    ending.output = zygote_.output();
    return ending;
}

} // namespace safecancel::prove
