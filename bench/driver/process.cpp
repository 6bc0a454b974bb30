/* SPDX-License-Identifier: MIT */
/* Running programs; see process.h. */
#include "process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

extern char **environ;

namespace safecancel::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int answer_milliseconds = 60000;

double seconds_since(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/* Without its directory, which is nobody's business on the page. */
std::string name_of(const Command &command)
{
    const std::string &path = command.arguments[0];
    return path.substr(path.rfind('/') + 1);
}

bool is_passed_on(const std::string &variable)
{
    return variable.rfind("LD_", 0) != 0 && variable.rfind("SAFECANCEL_", 0) != 0;
}

/* Pointers to strings, with the null at the end. */
std::vector<char *> pointers(std::vector<std::string> &strings)
{
    std::vector<char *> list;
    for (std::string &string : strings)
        list.push_back(string.data());
    list.push_back(nullptr);
    return list;
}

/* posix_spawn, with what it wants made of a Command. */
class Spawn {
public:
    explicit Spawn(const Command &command) : arguments_(command.arguments), environment_(command.environment)
    {
        for (char **variable = environ; *variable != nullptr; ++variable)
            if (is_passed_on(*variable))
                environment_.emplace_back(*variable);
        posix_spawn_file_actions_init(&actions_);
        if (!command.directory.empty())
            posix_spawn_file_actions_addchdir_np(&actions_, command.directory.c_str());
    }
    ~Spawn() { posix_spawn_file_actions_destroy(&actions_); }
    Spawn(const Spawn &) = delete;
    Spawn &operator=(const Spawn &) = delete;

    void redirect(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }

    pid_t start()
    {
        const auto argv = pointers(arguments_), envp = pointers(environment_);
        pid_t child = -1;
        const int error = posix_spawnp(&child, argv[0], &actions_, nullptr, argv.data(), envp.data());
        if (error != 0)
            throw Unmeasured(fmt::format("{} cannot be run: {}", arguments_[0], std::strerror(error)));
        return child;
    }

private:
    std::vector<std::string> arguments_, environment_;
    posix_spawn_file_actions_t actions_;
};

void make_pipe(int (&ends)[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Unmeasured("there are no pipes");
}

/* Reads what is there into `text`; false at the end of the file, or if nothing comes in time. */
bool read_some(int fd, std::string &text, int milliseconds)
{
    pollfd readable = {fd, POLLIN, 0};
    char buffer[4096];
    if (poll(&readable, 1, milliseconds) <= 0)
        return false;
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0)
        text.append(buffer, static_cast<size_t>(got));
    return got > 0;
}

} // namespace

Process::Process(const Command &command) : name_(name_of(command))
{
    int to[2], from[2];
    make_pipe(to);
    make_pipe(from);
    Spawn spawn(command);
    spawn.redirect(to[0], 0);
    spawn.redirect(from[1], 1);
    pid_ = spawn.start();
    close(to[0]);
    close(from[1]);
    input_ = to[1];
    output_ = from[0];
}

Process::~Process()
{
    close_input();
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    close(output_);
}

void Process::close_input()
{
    if (input_ >= 0)
        close(input_);
    input_ = -1;
}

std::string Process::read_line()
{
    size_t end;
    while ((end = pending_.find('\n')) == std::string::npos)
        if (!read_some(output_, pending_, answer_milliseconds))
            throw Unmeasured(fmt::format("{} does not answer", name_));
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    if (line.rfind("failed", 0) == 0)
        throw Unmeasured(fmt::format("{}: {}", name_, line));
    return line;
}

std::string Process::ask(const std::string &line)
{
    const std::string text = line + "\n";
    if (write(input_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw Unmeasured(fmt::format("{} does not listen", name_));
    return read_line();
}

Outcome run(const Command &command, int seconds)
{
    int out[2], err[2], status = 0;
    make_pipe(out);
    make_pipe(err);
    Spawn spawn(command);
    spawn.redirect(out[1], 1);
    spawn.redirect(err[1], 2);
    const auto begin = Clock::now();
    const pid_t child = spawn.start();
    close(out[1]);
    close(err[1]);
    Outcome outcome = {};
    const int milliseconds = seconds * 1000;
    while (read_some(out[0], outcome.out, milliseconds)) {
    }
    while (read_some(err[0], outcome.err, milliseconds)) {
    }
    if (seconds_since(begin) >= seconds)
        kill(child, SIGKILL);
    waitpid(child, &status, 0);
    outcome.seconds = seconds_since(begin);
    close(out[0]);
    close(err[0]);
    if (status != 0)
        throw Unmeasured(fmt::format("{}: status {}: {}{}", name_of(command), status, outcome.out, outcome.err));
    return outcome;
}

double time_run(const Command &command)
{
    int status = 0;
    Spawn spawn(command);
    const auto begin = Clock::now();
    const pid_t child = spawn.start();
    if (waitpid(child, &status, 0) != child || status != 0)
        throw Unmeasured(fmt::format("{} did not run", name_of(command)));
    return seconds_since(begin) * 1e6;
}

} // namespace safecancel::bench
