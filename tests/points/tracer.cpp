/* SPDX-License-Identifier: MIT */
/* The tracer; its contract stands in tracer.h. */
#include "tracer.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include "markers.h"
#include "registers.h"
#include "scenario_flags.h"

namespace safecancel {
namespace {

using Clock = std::chrono::steady_clock;

/* The last system call a thread entered. */
struct Entered {
    long number = -1;
    long first = 0;
};

class Session {
public:
    Session(pid_t leader, TraceMode mode, std::chrono::milliseconds deadline)
        : leader_(leader), mode_(mode), deadline_(Clock::now() + deadline + std::chrono::seconds(2))
    {
    }

    Trace run();

private:
    pid_t next(int &status);
    void handle(pid_t thread, int status);
    void handle_system_call(pid_t thread);
    void entry(pid_t thread, long number, const unsigned long long *arguments);
    void exit(pid_t thread, long result);
    bool leader_is_alone() const;
    bool marker(pid_t thread, long which, long number, long flags);
    void hold(pid_t thread, long result);
    void resume(pid_t thread, int signal = 0) { ptrace(PTRACE_SYSCALL, thread, nullptr, signal); }
    bool of_point(pid_t thread) const { return thread == point_ && inside_ && entered_.at(thread).number == number_; }

    const pid_t leader_;
    const TraceMode mode_;
    const Clock::time_point deadline_;
    Trace trace_;
    std::set<pid_t> threads_;
    std::map<pid_t, Entered> entered_;
    bool leader_exits_ = false;
    bool main_waits_ = false;
    pid_t point_ = -1;     /* the thread that calls the point */
    pid_t held_ = -1;
    bool inside_ = false;  /* between MARK_BEGIN and MARK_END */
    long number_ = -1;
    long flags_ = 0;
};

/*
 * The next thread to report; once the leader exits 0 if none does in a moment, since
 * the last of the others may have nothing more to tell.  SIGCHLD is blocked and sent
 * for every ptrace stop; the short timeout covers one that was sent before.
 */
pid_t Session::next(int &status)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        const pid_t thread = waitpid(-1, &status, __WALL | WNOHANG);
        if (thread != 0)
            return thread;
        if (Clock::now() > deadline_ && !trace_.late) {
            trace_.late = true;
            kill(leader_, SIGKILL);
        }
        const timespec moment{0, 50000000};
        sigtimedwait(&child, nullptr, &moment);
        if (leader_exits_)
            return 0;
    }
}

/* A thread that nothing was heard of yet, since others always had something to tell, is there too. */
bool Session::leader_is_alone() const
{
    std::error_code none;
    const std::filesystem::directory_iterator tasks("/proc/" + std::to_string(leader_) + "/task", none);
    return std::distance(begin(tasks), end(tasks)) <= 1;
}

void Session::hold(pid_t thread, long result)
{
    trace_.held = true;
    trace_.result = result;
    held_ = thread;
    if (main_waits_)
        resume(leader_);
    main_waits_ = false;
}

/* Returns whether the thread goes on. */
bool Session::marker(pid_t thread, long which, long number, long flags)
{
    switch (which) {
    case MARK_BEGIN:
        point_ = thread;
        inside_ = true;
        number_ = number;
        flags_ = flags;
        return true;
    case MARK_END:
        inside_ = false;
        if (main_waits_)
            resume(leader_);
        main_waits_ = false;
        return true;
    case MARK_CANCEL:
        main_waits_ = held_ < 0 && (inside_ || point_ < 0);
        return !main_waits_;
    case MARK_CANCELLED:
        if (held_ > 0)
            resume(held_);
        return true;
    default:
        return true;
    }
}

void Session::entry(pid_t thread, long number, const unsigned long long *arguments)
{
    entered_[thread] = {number, long(arguments[0])};
    if (number == SYS_getpgid) {
        if (marker(thread, long(arguments[0]), long(arguments[1]), long(arguments[2])))
            resume(thread);
        return;
    }
    if (of_point(thread)) {
        ++trace_.entered;
        if (mode_ == TraceMode::interrupted && !(flags_ & SC_GONE) && !trace_.held)
            skip_system_call(thread);
    }
    resume(thread);
}

void Session::exit(pid_t thread, long result)
{
    const Entered last = entered_[thread];
    if (last.number == SYS_getpgid && last.first == MARK_ATTACHED)
        set_result(thread, 0);
    const bool may_hold = of_point(thread) && !trace_.held;
    if (may_hold && mode_ == TraceMode::interrupted) {
        set_result(thread, -EINTR);
        hold(thread, -EINTR);
    } else if (may_hold && mode_ == TraceMode::completed && result >= 0) {
        hold(thread, result);
    } else {
        resume(thread);
    }
}

void Session::handle_system_call(pid_t thread)
{
    __ptrace_syscall_info info{};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, reinterpret_cast<void *>(sizeof info), &info) <= 0)
        return resume(thread);
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        entry(thread, long(info.entry.nr), reinterpret_cast<const unsigned long long *>(info.entry.args));
    else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
        exit(thread, long(info.exit.rval));
    else
        resume(thread);
}

void Session::handle(pid_t thread, int status)
{
    if (!WIFSTOPPED(status)) {
        threads_.erase(thread);
        return;
    }
    threads_.insert(thread);
    const int event = status >> 16;
    if (event == PTRACE_EVENT_EXIT && thread == leader_)
        leader_exits_ = true;
    else if (event != 0)
        resume(thread);
    else if (WSTOPSIG(status) == (SIGTRAP | 0x80))
        handle_system_call(thread);
    else
        resume(thread, WSTOPSIG(status));
}

/* Leaves the leader at its last stop to whoever started it, so that its exit status is theirs to take. */
Trace Session::run()
{
    const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, leader_, nullptr, options) != 0 || ptrace(PTRACE_INTERRUPT, leader_, nullptr, 0) != 0) {
        trace_.refused = true;
        kill(leader_, SIGKILL);
        return trace_;
    }
    threads_.insert(leader_);
    while (!threads_.empty() && !(leader_exits_ && threads_.size() == 1 && leader_is_alone())) {
        int status = 0;
        const pid_t thread = next(status);
        if (thread < 0)
            break;
        if (thread > 0)
            handle(thread, status);
    }
    if (leader_exits_)
        ptrace(PTRACE_DETACH, leader_, nullptr, 0);
    return trace_;
}

}  // namespace

std::string Trace::describe() const
{
    return "trace: held=" + std::to_string(held) + " entered=" + std::to_string(entered) +
           " result=" + std::to_string(result) + (late ? " (killed at its deadline)" : "");
}

Trace trace(pid_t pid, TraceMode mode, std::chrono::milliseconds deadline)
{
    sigset_t child, before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    const Trace result = Session(pid, mode, deadline).run();
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return result;
}

}  // namespace safecancel
