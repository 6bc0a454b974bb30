/* SPDX-License-Identifier: MIT */
/* The rules by which a run is classified; each returns an empty text if it is kept. */
#include "judge.h"

#include <pthread.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

/* enum harm of tests/inside/inside.h. */
enum { harm_locked = 1, harm_lost = 2, harm_twice = 4, harm_changed = 8 };

std::string first_line(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

/* It came to its end, and the request was acted upon. */
std::string ended_badly(const Scene &scene, const Ending &ending)
{
    const board &board = ending.facts;
    if (ending.late)
        return board.returned ? "it does not end" : "it does not end, and does not sleep";
    if (WIFSIGNALED(board.status))
        return fmt::format("killed by signal {} ({})", WTERMSIG(board.status), strsignal(WTERMSIG(board.status)));
    if (!board.facts.told)
        return fmt::format("exit status {}: {}", WEXITSTATUS(board.status), first_line(ending.output));
    if (scene.request != REQUEST_CANCEL)
        return board.facts.acted ? "ended by cancellation" : "";
    return board.facts.acted ? "" : "the request was forgotten";
}

/* Handlers that must run and frames that must be left in order. */
std::string left_badly(const Scene &scene, const Done &done, const Ending &ending)
{
    const board &board = ending.facts;
    if (board.entered != board.left || (done.in_handler && board.left != 1))
        return "acted upon inside the user's handler, which is no point";
    if (board.cleaned != (scene.request == REQUEST_CANCEL))
        return fmt::format("the cleanup handler ran {} times", board.cleaned);
    if (board.destroyed != 1)
        return fmt::format("the destructor ran {} times", board.destroyed);
    if ((board.facts.harm & harm_locked) != 0)
        return "a lock was left taken";
    if ((board.facts.harm & harm_changed) != 0)
        return "signal actions were not put back";
    if (scene.row.is("inside") && board.facts.children != 0)
        return "a child was left";
    return {};
}

/* The caller has a result: is it the right one?  A user's signal without SA_RESTART may have interrupted it. */
std::string returned_wrongly(const Scene &scene, const Done &done, const board_facts &facts)
{
    if (!facts.right && done.user_signal && facts.interrupted && !(done.handler.restart && scene.row.is("restarts")))
        return facts.effect == 1 ? "it returned EINTR, but it happened" : "";
    if (!facts.right)
        return fmt::format("returned {} with errno {}", facts.value, facts.error);
    if (facts.effect == 0)
        return "returned success, but nothing happened";
    return {};
}

/* What has happened although nobody was told. */
std::string lost_what(const Scene &scene, const Ending &ending)
{
    const board_facts &facts = ending.facts.facts;
    /* A caller who is told of a failure knows that what stdio had buffered for writing is gone: glibc drops it. */
    if ((facts.harm & harm_lost) != 0 && !facts.interrupted && !(facts.failed && scene.row.is("drops")))
        return "what it took is gone";
    if ((facts.harm & harm_twice) != 0)
        return "what it wrote is written again";
    if (scene.row.is("inside") && facts.descriptors > (scene.row.is("socket_left") ? 1 : 0))
        return "a descriptor is open, and nobody knows it";
    if (ending.facts.returned && !facts.failed)
        return {};
    if (facts.moved > 0)
        return fmt::format("{} bytes were moved", facts.moved);
    if (facts.effect == 1 && !scene.row.is("keeps_token") && !scene.row.is("many"))
        return "it happened, and nobody was told";
    return {};
}

/* An error, for somebody: was there one point that failed, in the right way, and none besides? */
std::string failed_wrongly(const Scene &scene, const Done &done, const board &board)
{
    const board_facts &facts = board.facts;
    const board_call_after &next = board.next, &last = board.last, &nap = board.nap;
    if (facts.failed && (scene.row.is("gone") || scene.row.is("no_point")))
        return "it failed with ECANCELED, which it never must";
    const bool tells_rest = scene.row.function() == "sleep";
    const bool tells_number = scene.row.is("error_number");
    if (facts.failed && !scene.row.is("inside") && !tells_rest && !tells_number && facts.value != -1)
        return fmt::format("ECANCELED, and returned {}", facts.value);
    if (!facts.failed) {
        if (const std::string why = returned_wrongly(scene, done, facts); !why.empty())
            return why;
        if (next.value != -1 || next.error != ECANCELED)
            return fmt::format("the next point returned {} with errno {}", next.value, next.error);
    }
    if (last.value != 1)
        return fmt::format("after the error a call returned {} with errno {}", last.value, last.error);
    if (nap.made && nap.value != 0)
        return fmt::format("after the error a sleeping call returned {} with errno {}", nap.value, nap.error);
    const int state = scene.request == REQUEST_MASKED || scene.request == REQUEST_INTERRUPT_DISABLED
                          ? PTHREAD_CANCEL_DISABLE
                          : PTHREAD_CANCEL_ENABLE;
    return board.state == state ? "" : fmt::format("the cancellation state is {} after the error", board.state);
}

Verdict judge_error(const Scene &scene, const Done &done, const board &board)
{
    if (board.last.value == -1 && board.last.error == ECANCELED)
        return {Class::twice, "two points failed with ECANCELED"};
    if (const std::string why = failed_wrongly(scene, done, board); !why.empty())
        return {Class::broken, why};
    if (board.pending != 0)
        return {Class::twice, "the request is still pending after its error"};
    return {board.facts.failed ? Class::acted : Class::kept, ""};
}

} // namespace

Verdict judge(const Scene &scene, const Done &done, const Ending &ending)
{
    if (ending.missed)
        return {Class::missed, ending.facts.returned ? "asleep in the next point, the request pending"
                                                     : "asleep in the point, the request pending"};
    if (const std::string why = ended_badly(scene, ending); !why.empty())
        return {Class::broken, why};
    if (const std::string why = left_badly(scene, done, ending); !why.empty())
        return {Class::broken, why};
    if (const std::string why = lost_what(scene, ending); !why.empty())
        return {Class::lost, why};
    if (scene.request != REQUEST_CANCEL)
        return judge_error(scene, done, ending.facts);
    if (!ending.facts.returned)
        return scene.row.is("no_point") ? Verdict{Class::broken, "acted upon where no point is"}
                                        : Verdict{Class::acted, ""};
    const std::string why = returned_wrongly(scene, done, ending.facts.facts);
    return why.empty() ? Verdict{Class::kept, ""} : Verdict{Class::broken, why};
}

} // namespace safecancel::prove
