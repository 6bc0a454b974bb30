/* SPDX-License-Identifier: MIT */
/*
 * A run: starts the program as the leader of a session of its own, so that it has no
 * terminal and its group can be killed as a whole, reads what it writes, and ends
 * what it leaves behind.  One thread, one loop: the tracer has to be the thread
 * that began to trace.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "environment.h"
#include "proc.h"
#include "refusal.h"
#include "run.h"
#include "tracer.h"

namespace safecancel::compare {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using tool::fail;
using tool::refuse;

/* How long others may go on writing when the program has ended. */
constexpr double patience = 1.0;

class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    void close()
    {
        if (fd_ >= 0)
            ::close(std::exchange(fd_, -1));
    }

private:
    int fd_;
};

struct Pipe {
    Descriptor read, write;
};

Pipe make_pipe()
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        fail("no pipe can be made: {}", strerror(errno));
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/* The signals that the loop waits for, blocked as long as it lives. */
class Signals {
public:
    Signals()
    {
        sigset_t waited_for;
        sigemptyset(&waited_for);
        for (const int each : {SIGCHLD, SIGINT, SIGTERM, SIGHUP})
            sigaddset(&waited_for, each);
        sigprocmask(SIG_BLOCK, &waited_for, &before_);
        source_ = Descriptor(signalfd(-1, &waited_for, SFD_CLOEXEC | SFD_NONBLOCK));
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    ~Signals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;

    int source() const { return source_.get(); }
    const sigset_t &before() const { return before_; }

    /* Takes what has come; throws Interrupted. */
    void take() const
    {
        signalfd_siginfo info;
        while (read(source_.get(), &info, sizeof info) == sizeof info)
            if (info.ssi_signo != SIGCHLD)
                throw Interrupted{static_cast<int>(info.ssi_signo)};
    }

private:
    sigset_t before_;
    Descriptor source_;
};

class Process {
public:
    Process(const Subject &subject, bool with_shim);
    ~Process() { kill_all(); }
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    Run finish();

private:
    [[noreturn]] void become(char **words, char **variables, int input);
    void start(bool with_shim);
    void check_start();
    void wait_for(bool (Process::*done)() const, double seconds);
    void take_input(Descriptor &from, Written &to);
    void reap();
    void gone(int status, const rusage &usage);
    void kill_all();
    bool ended() const { return ended_; }
    bool silent() const { return out_.read.get() < 0 && err_.read.get() < 0; }

    const Subject &subject_;
    const Signals signals_;
    Pipe out_ = make_pipe(), err_ = make_pipe(), go_ = make_pipe(), refused_ = make_pipe();
    Tracer tracer_;
    pid_t program_ = -1;
    bool ended_ = false;
    Clock::time_point started_;
    Run run_;
};

Process::Process(const Subject &subject, bool with_shim)
    : subject_(subject), tracer_(subject.count_calls, subject.shim)
{
    start(with_shim);
    check_start();
}

/* In the child. */
void Process::become(char **words, char **variables, int input)
{
    char go;
    go_.write.close();
    setsid();
    dup2(input, 0);
    dup2(out_.write.get(), 1);
    dup2(err_.write.get(), 2);
    rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) == 0) {
        core.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &core);
    }
    sigprocmask(SIG_SETMASK, &signals_.before(), nullptr);
    if (read(go_.read.get(), &go, 1) == 1)
        execvpe(words[0], words, variables);
    const int why = errno;
    if (write(refused_.write.get(), &why, sizeof why) != sizeof why)
        _exit(126);
    _exit(127);
}

void Process::start(bool with_shim)
{
    const Descriptor input(open(subject_.input.c_str(), O_RDONLY | O_CLOEXEC));
    if (input.get() < 0)
        refuse("{}: {}: name a readable file with --stdin", subject_.input, strerror(errno));
    std::vector<std::string> words = subject_.words, variables = environment(subject_, with_shim);
    const auto word_pointers = pointers(words), variable_pointers = pointers(variables);
    program_ = fork();
    if (program_ < 0)
        fail("no process can be made: {}", strerror(errno));
    if (program_ == 0)
        become(const_cast<char **>(word_pointers.data()), const_cast<char **>(variable_pointers.data()), input.get());
    for (Descriptor *theirs : {&out_.write, &err_.write, &go_.read, &refused_.write})
        theirs->close();
    for (const Descriptor *each : {&out_.read, &err_.read})
        fcntl(each->get(), F_SETFL, O_NONBLOCK);
    const bool traced = tracer_.seize(program_);
    if (!traced && subject_.count_calls)
        throw tool::Refusal{tool::status_not_permitted, "tracing is not permitted here: leave out --strace"};
    started_ = Clock::now();
    if (write(go_.write.get(), "", 1) != 1)
        fail("{}: cannot be started: {}", subject_.words[0], strerror(errno));
}

/* The write end closes as the program is executed; before that comes the reason why it is not. */
void Process::check_start()
{
    pollfd from = {refused_.read.get(), POLLIN, 0};
    while (poll(&from, 1, 10) == 0)
        reap(); // it stops at its execve
    int why = 0;
    if (read(refused_.read.get(), &why, sizeof why) == sizeof why)
        fail("{}: {}", subject_.words[0], why == ENOENT ? "not found: check the spelling, or give its path" : strerror(why));
}

Run Process::finish()
{
    wait_for(&Process::ended, subject_.timeout);
    if (!ended_) {
        run_.late = true;
        kill_all();
        run_.ending = fmt::format("still running after {} s", subject_.timeout);
        run_.wall = Seconds(Clock::now() - started_).count();
    }
    wait_for(&Process::silent, patience);
    kill_all();
    tracer_.tell(run_);
    return std::move(run_);
}

/* The loop, until that is so or the time is over. */
void Process::wait_for(bool (Process::*done)() const, double seconds)
{
    const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(seconds));
    for (reap(); !(this->*done)(); reap()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return;
        pollfd from[] = {{signals_.source(), POLLIN, 0}, {out_.read.get(), POLLIN, 0}, {err_.read.get(), POLLIN, 0}};
        poll(from, 3, static_cast<int>(std::min<long>(left, 1000)));
        signals_.take();
        take_input(out_.read, run_.out);
        take_input(err_.read, run_.err);
    }
}

void Process::take_input(Descriptor &from, Written &to)
{
    char bytes[65536];
    for (ssize_t got; from.get() >= 0;) {
        got = read(from.get(), bytes, sizeof bytes);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            from.close();
        else
            to.add(bytes, static_cast<size_t>(got));
    }
}

/* Takes what waitpid has to tell. */
void Process::reap()
{
    int status = 0;
    rusage usage;
    for (pid_t thread; (thread = wait4(-1, &status, __WALL | WNOHANG, &usage)) > 0;) {
        if (WIFSTOPPED(status)) {
            tracer_.stopped(thread, status);
            continue;
        }
        tracer_.ended(thread);
        if (thread == program_)
            gone(status, usage);
    }
}

void Process::gone(int status, const rusage &usage)
{
    const auto seconds = [](const timeval &time) { return time.tv_sec + time.tv_usec / 1e6; };
    ended_ = true;
    run_.wall = Seconds(Clock::now() - started_).count();
    run_.processor = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    run_.memory = usage.ru_maxrss;
    if (WIFEXITED(status))
        run_.ending = fmt::format("exit status {}", WEXITSTATUS(status));
    else
        run_.ending = fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

/* The group, and whoever has left it: a child without a parent becomes ours. */
void Process::kill_all()
{
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    do {
        kill(-program_, SIGKILL);
        for (const pid_t child : children_of(getpid()))
            kill(child, SIGKILL);
        reap();
        if (children_of(getpid()).empty())
            break;
        usleep(1000);
    } while (Clock::now() < deadline);
    ended_ = true;
}

} // namespace

void Written::add(const char *bytes, size_t size)
{
    const size_t room = std::min(size, most - kept.size());
    kept.append(bytes, room);
    for (size_t i = room; i < size; ++i)
        hash = hash * 1099511628211u + static_cast<unsigned char>(bytes[i]);
    more += size - room;
}

Run run_once(const Subject &subject, bool with_shim)
{
    return Process(subject, with_shim).finish();
}

} // namespace safecancel::compare
