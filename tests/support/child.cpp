/* SPDX-License-Identifier: MIT */
/* The child-process runner; its contract stands in child.h. */
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace safecancel {
namespace {

using Clock = std::chrono::steady_clock;

/* Exit status of a child that could not be executed; no test program uses it. */
constexpr int cannot_execute = 124;

[[noreturn]] void fail(const std::string &what)
{
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

bool names(const std::string &entry, const std::string &name)
{
    return entry.compare(0, name.size(), name) == 0 &&
           (entry.size() == name.size() || entry[name.size()] == '=');
}

bool inherited(const std::string &entry)
{
    return !names(entry, "LD_PRELOAD") && !names(entry, "LD_LIBRARY_PATH") &&
           entry.compare(0, 10, "SAFECANCEL") != 0;
}

std::vector<std::string> environment_of(const Command &command)
{
    std::vector<std::string> result;
    for (char **entry = environ; *entry; ++entry)
        if (inherited(*entry))
            result.emplace_back(*entry);
    for (const auto &change : command.environment) {
        const auto name = change.substr(0, change.find('='));
        std::erase_if(result, [&](const std::string &entry) { return names(entry, name); });
        if (change.find('=') != std::string::npos)
            result.push_back(change);
    }
    return result;
}

std::vector<char *> pointers_to(std::vector<std::string> &strings)
{
    std::vector<char *> result;
    for (auto &string : strings)
        result.push_back(string.data());
    result.push_back(nullptr);
    return result;
}

/* Opened for reading, at its beginning, close-on-exec. */
int open_input(const std::string &input)
{
    if (input.empty())
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd >= 0 && (write(fd, input.data(), input.size()) != ssize_t(input.size()) || lseek(fd, 0, SEEK_SET) != 0))
        fail("cannot prepare the input");
    return fd;
}

/* In the child: nothing but system calls, because it shares the driver's state after fork. */
[[noreturn]] void become(char **argv, char **environment, const char *directory, const int fds[3], pid_t driver)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != driver)
        _exit(cannot_execute);
    for (int fd = 0; fd < 3; ++fd)
        if (dup2(fds[fd], fd) < 0)
            _exit(cannot_execute);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int inherited : {SIGPIPE, SIGINT, SIGQUIT})
        signal(inherited, SIG_DFL); /* a script's background job ignores the last two */
    if (*directory == 0 || chdir(directory) == 0)
        execvpe(argv[0], argv, environment);
    dprintf(2, "cannot execute %s: %s\n", argv[0], strerror(errno));
    _exit(cannot_execute);
}

void set_nonblocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* Appends what is there; returns false at end of file. */
bool take(int fd, std::string &text)
{
    char buffer[65536];
    for (;;) {
        const ssize_t got = read(fd, buffer, sizeof buffer);
        if (got > 0)
            text.append(buffer, size_t(got));
        else
            return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
}

int left_until(Clock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left < 0 ? 0 : int(left) + 1;
}

}  // namespace

bool Outcome::exited(int code) const
{
    return !late && WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool Outcome::killed(int signal) const
{
    return !late && WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

std::string Outcome::describe() const
{
    std::string text = late                  ? "killed at its deadline"
                       : WIFEXITED(status)   ? "exit status " + std::to_string(WEXITSTATUS(status))
                       : WIFSIGNALED(status) ? "killed by signal " + std::to_string(WTERMSIG(status))
                                             : "wait status " + std::to_string(status);
    return text + "\n--- stdout\n" + out + "--- stderr\n" + err + "---";
}

Child::Child(const Command &command) : deadline_(Clock::now() + command.deadline)
{
    auto arguments = command.argv;
    auto variables = environment_of(command);
    const auto argv = pointers_to(arguments);
    const auto environment = pointers_to(variables);
    int out[2], err[2];
    const int input = open_input(command.input);
    if (input < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
        fail("cannot make the child's descriptors");
    const int fds[3] = {input, out[1], err[1]};
    const pid_t driver = getpid();

    pid_ = fork();
    if (pid_ == 0)
        become(const_cast<char **>(argv.data()), const_cast<char **>(environment.data()), command.directory.c_str(),
               fds, driver);
    if (pid_ < 0)
        fail("fork");
    setpgid(pid_, pid_);  /* whoever is first: the group must exist before signal() */
    for (int fd : fds)
        close(fd);
    out_ = out[0];
    err_ = err[0];
    set_nonblocking(out_);
    set_nonblocking(err_);
    ended_ = int(syscall(SYS_pidfd_open, pid_, 0));
    if (ended_ < 0)
        fail("pidfd_open");
}

Child::~Child()
{
    if (pid_ > 0) {
        Outcome unused;
        reap(unused);
    }
    for (int fd : {out_, err_, ended_})
        if (fd >= 0)
            close(fd);
}

void Child::signal(int number) const
{
    kill(pid_, number);
}

/* Reads both pipes until the child has ended or is late. */
void Child::collect(Outcome &outcome)
{
    pollfd fds[3] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}, {ended_, POLLIN, 0}};
    for (;;) {
        const int ready = poll(fds, 3, left_until(deadline_));
        if (ready < 0 && errno != EINTR)
            fail("poll");
        if (fds[0].revents && !take(out_, outcome.out))
            fds[0].fd = -1;
        if (fds[1].revents && !take(err_, outcome.err))
            fds[1].fd = -1;
        if (fds[2].revents)
            return;
        if (ready == 0) {
            outcome.late = true;
            return;
        }
    }
}

/* Kills what is left of the group, then takes the child's status. */
void Child::reap(Outcome &outcome)
{
    kill(-pid_, SIGKILL);
    while (wait4(pid_, &outcome.status, 0, &outcome.usage) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

Outcome Child::wait()
{
    Outcome outcome;
    collect(outcome);
    reap(outcome);
    take(out_, outcome.out);
    take(err_, outcome.err);
    if (outcome.exited(cannot_execute))
        throw std::runtime_error("the child did not start: " + outcome.err);
    return outcome;
}

Outcome run(const Command &command)
{
    return Child(command).wait();
}

std::string shim_path()
{
    const char *given = getenv("SAFECANCEL_TEST_SHIM");
    return given && *given ? given : SAFECANCEL_SHIM;
}

Command with_shim(Command command)
{
    if (access(shim_path().c_str(), R_OK) != 0)
        fail("no preloaded object at " + shim_path());
    std::string preload = shim_path();
    for (const auto &entry : command.environment)
        if (names(entry, "LD_PRELOAD") && entry.size() > 11)
            preload = entry.substr(11) + ":" + preload;
    command.environment.push_back("LD_PRELOAD=" + preload);
    if (const char *vdso = getenv("SAFECANCEL_TEST_VDSO"); vdso && *vdso)
        command.environment.push_back(std::string("SAFECANCEL_VDSO=") + vdso);
    return command;
}

long number_after(const std::string &text, const std::string &name)
{
    const std::string word = name + "=";
    for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n')
            return strtol(text.c_str() + at + word.size(), nullptr, 0);
    return -1;
}

}  // namespace safecancel
