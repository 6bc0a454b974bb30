/* SPDX-License-Identifier: MIT */
/* Following threads by ptrace(2); the contract stands in tracees.h. */
#include "tracees.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

/* A tick interrupts waitpid(2), so that deadlines are looked at. */
constexpr long tick_microseconds = 10000;

void on_tick(int) {}

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int)
{
    interrupt();
}

std::string read_task(pid_t process, pid_t thread, const char *what)
{
    char text[512];
    const int fd = open(fmt::format("/proc/{}/task/{}/{}", process, thread, what).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    const ssize_t got = read(fd, text, sizeof text);
    close(fd);
    return std::string(text, got > 0 ? static_cast<size_t>(got) : 0);
}

} // namespace

void interrupt()
{
    interrupted = 1;
}

void be_interruptible()
{
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    sigaction(SIGTERM, &action, nullptr);
}

bool is_asleep(pid_t process, pid_t thread)
{
    const std::string stat = read_task(process, thread, "stat");
    const auto bracket = stat.rfind(')');
    return bracket != std::string::npos && stat.compare(bracket, 3, ") S") == 0;
}

std::string system_call_of(pid_t process, pid_t thread)
{
    return read_task(process, thread, "syscall");
}

Tracees::Tracees()
{
    struct sigaction action = {};
    action.sa_handler = on_tick;
    sigaction(SIGALRM, &action, nullptr);
    const itimerval timer = {{0, tick_microseconds}, {0, tick_microseconds}};
    setitimer(ITIMER_REAL, &timer, nullptr);
    prctl(PR_SET_TIMERSLACK, 1000UL);
}

bool Tracees::seize(pid_t first)
{
    if (ptrace(PTRACE_SEIZE, first, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK) != 0)
        return false;
    seized_.insert(first);
    all_[first] = {};
    return true;
}

At Tracees::at(pid_t thread) const
{
    const auto found = all_.find(thread);
    return found == all_.end() ? At::gone : found->second.at;
}

void Tracees::resume(pid_t thread, int signal)
{
    Tracee &tracee = all_[thread];
    tracee.at = At::running;
    /* ESRCH: it was killed meanwhile, and its end will be told. */
    ptrace(tracee.steps ? PTRACE_SINGLESTEP : PTRACE_CONT, thread, nullptr, static_cast<long>(signal));
}

void Tracees::go(pid_t thread, bool step)
{
    const auto found = all_.find(thread);
    if (found == all_.end() || found->second.at == At::running)
        return;
    found->second.steps = step;
    resume(thread, 0);
}

void Tracees::step_when_signalled(pid_t thread)
{
    const auto found = all_.find(thread);
    if (found != all_.end())
        found->second.steps = true;
}

/* SIGTRAP: raised by the stage to tell its place, or by the processor. */
void Tracees::handle_trap(pid_t thread)
{
    siginfo_t info;
    if (ptrace(PTRACE_GETSIGINFO, thread, nullptr, &info) != 0)
        return;
    all_[thread].at = info.si_code == SI_TKILL ? At::place : At::instruction;
}

void Tracees::handle_stop(pid_t thread, int status)
{
    const int event = status >> 16, signal = WSTOPSIG(status);
    if (all_.count(thread) == 0) {
        /* New.  What a child of the stage forks is its own affair, its threads are ours. */
        ptrace(PTRACE_SETOPTIONS, thread, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE);
        all_[thread] = {};
    }
    if (event != 0)
        resume(thread, 0);
    else if (signal == SIGTRAP)
        handle_trap(thread);
    else
        resume(thread, signal);
}

/* True if something happened. */
bool Tracees::handle_one(bool block)
{
    int status = 0;
    const pid_t thread = waitpid(-1, &status, __WALL | (block ? 0 : WNOHANG));
    if (thread <= 0)
        return false;
    if (WIFSTOPPED(status))
        handle_stop(thread, status);
    else
        all_.erase(thread);
    return true;
}

bool Tracees::until(const std::function<bool()> &done, Clock::time_point deadline, bool watch)
{
    while (!done()) {
        if (interrupted) {
            interrupted = 0; /* once: what cleans up waits as well */
            throw Interrupted{};
        }
        if (handle_one(!watch))
            continue;
        if (Clock::now() > deadline)
            return false;
        if (watch) {
            const timespec moment = {0, 15000};
            nanosleep(&moment, nullptr);
        }
    }
    return true;
}

void Tracees::forget_run()
{
    for (auto one = all_.begin(); one != all_.end();)
        one = seized_.count(one->first) != 0 ? std::next(one) : all_.erase(one);
}

} // namespace safecancel::prove
