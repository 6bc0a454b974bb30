/* SPDX-License-Identifier: MIT */
#include "tracer.h"

#include <elf.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>

#include "call_names.h"
#include "proc.h"
#include "program_counter.h"

namespace safecancel::compare {
namespace {

constexpr int system_call_stop = SIGTRAP | 0x80;

long options(bool counting)
{
    const long always = PTRACE_O_TRACEEXIT | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    return counting ? always | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACESYSGOOD : always;
}

/*
 * Whether the thread, at its last stop, ends by itself alone: by exit, not exit_group or a
 * signal.  One that is "running" is no longer at that stop: it was ending when
 * another one ended the process.
 */
bool ends_alone(pid_t thread)
{
    const std::string call = content("/proc/{}/syscall", thread);
    return call.empty() || call == "running\n" || call.starts_with(std::to_string(SYS_exit) + " ");
}

} // namespace

bool Tracer::seize(pid_t program)
{
    if (ptrace(PTRACE_SEIZE, program, 0, options(counting_)) != 0)
        return false;
    program_ = program;
    threads_ = {program};
    processes_[program] = program;
    return true;
}

pid_t Tracer::process_of(pid_t thread)
{
    const auto known = processes_.find(thread);
    if (known != processes_.end())
        return known->second;
    return processes_[thread] = static_cast<pid_t>(field("/proc/{}/status", thread, "Tgid:"));
}

bool Tracer::of_program(pid_t thread)
{
    return process_of(thread) == program_;
}

void Tracer::go_on(pid_t thread, int signal) const
{
    ptrace(counting_ ? PTRACE_SYSCALL : PTRACE_CONT, thread, 0, signal); // it may have been killed meanwhile
}

void Tracer::stopped(pid_t thread, int status)
{
    if (of_program(thread))
        threads_.insert(thread);
    else if (!counting_) { // shares memory, but is no thread: a child of an unusual kind
        ptrace(PTRACE_DETACH, thread, 0, 0);
        return;
    }
    const int signal = WSTOPSIG(status), kind = status >> 16;
    if (kind == PTRACE_EVENT_STOP && signal != SIGTRAP) {
        ptrace(PTRACE_LISTEN, thread, 0, 0); // stopped as by SIGSTOP, until SIGCONT
        return;
    }
    if (kind != 0)
        event(thread, kind);
    else if (signal == system_call_stop)
        system_call(thread);
    const bool ours = kind != 0 || signal == system_call_stop || (signal == SIGTRAP && reached_entry(thread));
    go_on(thread, ours ? 0 : signal);
}

void Tracer::event(pid_t thread, int event)
{
    unsigned long other = 0;
    switch (event) {
    case PTRACE_EVENT_EXEC:
        if (ptrace(PTRACE_GETEVENTMSG, thread, 0, &other) == 0 && static_cast<pid_t>(other) != thread)
            ended(static_cast<pid_t>(other)); // it has become the first thread
        executed(thread);
        break;
    case PTRACE_EVENT_CLONE:
        if (ptrace(PTRACE_GETEVENTMSG, thread, 0, &other) == 0 && of_program(thread) &&
            of_program(static_cast<pid_t>(other)))
            threads_.insert(static_cast<pid_t>(other));
        break;
    case PTRACE_EVENT_EXIT:
        if (of_program(thread))
            ending(thread);
        break;
    }
}

void Tracer::ended(pid_t thread)
{
    threads_.erase(thread);
    processes_.erase(thread);
    starting_.erase(thread);
}

/* Another program in the same process: nothing of what was seen holds any more. */
void Tracer::executed(pid_t thread)
{
    if (thread == program_) {
        threads_ = {program_};
        found_.seen = false;
    }
    if (!counting_)
        return;
    Start start;
    start.entry = auxiliary(thread, AT_ENTRY);
    errno = 0;
    start.covered = ptrace(PTRACE_PEEKTEXT, thread, start.entry, 0);
    if (errno != 0 || ptrace(PTRACE_POKETEXT, thread, start.entry, with_breakpoint(start.covered)) != 0)
        start.entry = 0;
    starting_[thread] = start;
}

/* A SIGTRAP: ours, if the program stands behind the breakpoint at its first instruction. */
bool Tracer::reached_entry(pid_t thread)
{
    const auto start = starting_.find(process_of(thread));
    ProgramCounter at(thread);
    if (start == starting_.end() || start->second.entry == 0 || !at.is_behind_breakpoint(start->second.entry))
        return false;
    ptrace(PTRACE_POKETEXT, thread, start->second.entry, start->second.covered);
    at.set(start->second.entry);
    starting_.erase(start);
    return true;
}

void Tracer::system_call(pid_t thread)
{
    struct __ptrace_syscall_info info = {};
    if (ptrace(static_cast<__ptrace_request>(PTRACE_GET_SYSCALL_INFO), thread, sizeof info, &info) <= 0 ||
        info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return;
    const bool starting = starting_.count(process_of(thread)) != 0;
    ++(starting ? found_.start_calls : found_.calls)[call_name(info.arch, static_cast<long>(info.entry.nr))];
}

void Tracer::ending(pid_t thread)
{
    if (threads_.size() > 1 && ends_alone(thread)) {
        threads_.erase(thread);
        return;
    }
    if (!found_.seen)
        look(thread);
}

void Tracer::look(pid_t thread)
{
    const std::string maps = content("/proc/{}/maps", thread);
    if (maps.empty())
        return; // killed at the stop, and too late to be looked at
    found_.seen = true;
    found_.descriptors = open_files(thread);
    found_.threads.clear();
    for (const pid_t each : threads_)
        found_.threads.push_back(thread_name(each));
    std::sort(found_.threads.begin(), found_.threads.end());
    found_.memory = field("/proc/{}/status", thread, "VmHWM:");
    found_.shim_loaded = maps.find(shim_ + "\n") != std::string::npos;
}

void Tracer::tell(Run &run) const
{
    run.seen = found_.seen;
    run.shim_loaded = found_.shim_loaded;
    run.descriptors = found_.descriptors;
    run.threads = found_.threads;
    run.calls = found_.calls;
    run.start_calls = found_.start_calls;
    if (found_.seen)
        run.memory = found_.memory;
}

} // namespace safecancel::compare
