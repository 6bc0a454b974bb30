/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "refusal.h"

namespace safecancel::tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t output_limit = 1 << 20;

bool is_ours_to_set(std::string_view variable)
{
    return variable.starts_with("LD_PRELOAD=") || variable.starts_with("SAFECANCEL");
}

std::vector<char *> pointers_to(const std::vector<std::string> &strings)
{
    std::vector<char *> pointers;
    for (const std::string &string : strings)
        pointers.push_back(const_cast<char *>(string.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

struct Pipe {
    int ends[2] = {-1, -1};
    Pipe()
    {
        if (pipe2(ends, O_CLOEXEC) != 0)
            fail("no pipe for the output of the probe: {}", strerror(errno));
    }
    ~Pipe()
    {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    void close_end(int which)
    {
        if (ends[which] >= 0)
            close(ends[which]);
        ends[which] = -1;
    }
};

/* Returns the process, or -1 with errno. */
pid_t spawn(const std::vector<std::string> &argv, const std::vector<std::string> &variables, const Pipe &out,
            const Pipe &err)
{
    std::vector<std::string> environment;
    for (char **entry = environ; *entry != nullptr; ++entry)
        if (!is_ours_to_set(*entry))
            environment.emplace_back(*entry);
    environment.insert(environment.end(), variables.begin(), variables.end());
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
    /* What our caller blocks or ignores is no part of what is tried out. */
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int number : {SIGUSR1, SIGPIPE})
        sigaddset(&usual, number);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t child = -1;
    const int error = posix_spawnp(&child, argv[0].c_str(), &actions, &attributes, pointers_to(argv).data(),
                                   pointers_to(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error == 0 ? child : -1;
}

/* Appends what is there; false at the end. */
bool take(int fd, std::string &text)
{
    char buffer[4096];
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0 && text.size() < output_limit)
        text.append(buffer, static_cast<size_t>(got));
    return got > 0 || (got < 0 && errno == EINTR);
}

/* Both ends come with the child's. */
void collect(Ran &ran, const Pipe &out, const Pipe &err, Clock::time_point end)
{
    pollfd fds[2] = {{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        ran.late = left <= 0;
        if (ran.late)
            return;
        if (poll(fds, 2, static_cast<int>(left)) <= 0)
            continue;
        if (fds[0].revents != 0 && !take(fds[0].fd, ran.out))
            fds[0].fd = -1;
        if (fds[1].revents != 0 && !take(fds[1].fd, ran.err))
            fds[1].fd = -1;
    }
}

} // namespace

std::string Ran::how() const
{
    if (!started)
        return fmt::format("it could not be run: {}", err);
    if (late)
        return "it did not end in time";
    if (WIFSIGNALED(status))
        return fmt::format("it was ended by signal {}", WTERMSIG(status));
    return fmt::format("it ended with status {}", WEXITSTATUS(status));
}

Ran run(const std::vector<std::string> &argv, const std::vector<std::string> &variables,
        std::chrono::milliseconds deadline)
{
    Ran ran;
    Pipe out, err;
    const pid_t child = spawn(argv, variables, out, err);
    ran.started = child > 0;
    if (!ran.started) {
        ran.err = fmt::format("{}: {}", argv[0], strerror(errno));
        return ran;
    }
    out.close_end(1);
    err.close_end(1);
    collect(ran, out, err, Clock::now() + deadline);
    if (ran.late)
        kill(child, SIGKILL);
    while (waitpid(child, &ran.status, 0) < 0 && errno == EINTR) {
    }
    return ran;
}

} // namespace safecancel::tool
