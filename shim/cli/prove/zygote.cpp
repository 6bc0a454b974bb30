/* SPDX-License-Identifier: MIT */
/* Starting the stage and forking runs from it; the contract stands in zygote.h. */
#include "zygote.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

/* Out of the way of the scenarios, which count on low numbers. */
constexpr int stage_page_fd = 220;

std::chrono::seconds start_limit{20};

[[noreturn]] void become_stage(const Places &places, bool shim, int page, int output)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int number : {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGPIPE})
        signal(number, SIG_DFL);
    const int input = open("/dev/null", O_RDONLY);
    dup2(input, 0);
    dup2(output, 1);
    dup2(output, 2);
    dup2(page, stage_page_fd);
    for (int fd = 3; fd < stage_page_fd; ++fd)
        close(fd);
    unsetenv("LD_PRELOAD");
    unsetenv("SAFECANCEL_STATS");
    unsetenv("SAFECANCEL_VERBOSE");
    unsetenv("SAFECANCEL");
    if (shim) {
        setenv("LD_PRELOAD", places.shim.c_str(), 1);
        setenv("SAFECANCEL_REQUIRE", "1", 1);
    }
    raise(SIGSTOP); /* until we are traced */
    execl(places.stage.c_str(), places.stage.c_str(), fmt::format("{}", stage_page_fd).c_str(), nullptr);
    dprintf(2, "%s: %s\n", places.stage.c_str(), strerror(errno));
    _exit(127);
}

void remove_queues(const std::string &output)
{
    std::istringstream lines(output);
    std::string word;
    for (int id; lines >> word;)
        if (word == "queue" && lines >> id)
            msgctl(id, IPC_RMID, nullptr);
        else if (word == "semaphore" && lines >> id)
            semctl(id, 0, IPC_RMID);
}

std::string first_line(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

} // namespace

Zygote::Zygote(Tracees &tracees, const Places &places, bool shim) : Zygote(tracees)
{
    start(places, shim); /* if this throws, all is taken down as at the end */
}

Zygote::Zygote(Tracees &tracees) : tracees_(tracees)
{
    directory_ = (std::filesystem::temp_directory_path() / "safecancel-prove-XXXXXX").string();
    page_fd_ = memfd_create("board", MFD_CLOEXEC);
    output_fd_ = memfd_create("output", MFD_CLOEXEC);
    if (page_fd_ < 0 || output_fd_ < 0 || ftruncate(page_fd_, sizeof *page_) != 0 || !mkdtemp(directory_.data()))
        throw std::runtime_error(fmt::format("{}: {}", directory_, strerror(errno)));
    fcntl(output_fd_, F_SETFL, O_APPEND);
    void *page = mmap(nullptr, sizeof *page_, PROT_READ | PROT_WRITE, MAP_SHARED, page_fd_, 0);
    if (page == MAP_FAILED)
        throw std::runtime_error(fmt::format("mmap: {}", strerror(errno)));
    page_ = static_cast<board *>(page);
}

void Zygote::start(const Places &places, bool shim)
{
    pid_ = fork();
    if (pid_ < 0)
        throw std::runtime_error(fmt::format("fork: {}", strerror(errno)));
    if (pid_ == 0)
        become_stage(places, shim, page_fd_, output_fd_);
    /*
     * Not before it has stopped: a stop that is continued by ptrace only stays
     * one for its process, and each new thread would join it.
     */
    int status = 0;
    while (waitpid(pid_, &status, WUNTRACED) < 0 && errno == EINTR) {
    }
    if (!tracees_.seize(pid_)) {
        kill(pid_, SIGKILL);
        waitpid(pid_, &status, 0);
        pid_ = -1;
        throw NotPermitted{};
    }
    kill(pid_, SIGCONT);
    const bool ready = tracees_.until([&] { return tracees_.at(pid_) != At::running; }, Clock::now() + start_limit);
    if (ready && tracees_.at(pid_) == At::place)
        return;
    take_output();
    throw std::runtime_error(fmt::format("{} does not start: {}", places.stage, first_line(output_)));
}

Zygote::~Zygote()
{
    if (pid_ > 0) {
        kill(-pid_, SIGKILL);
        try {
            tracees_.until([&] { return tracees_.at(pid_) == At::gone; }, Clock::now() + std::chrono::seconds(5));
        } catch (const Interrupted &) { /* it ends all the same */
        }
    }
    take_output();
    if (page_)
        munmap(page_, sizeof *page_);
    close(page_fd_);
    close(output_fd_);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

/* What was written since the last time; names of queues in it are acted upon. */
void Zygote::take_output()
{
    char text[4096];
    output_.clear();
    for (off_t at = 0;;) {
        const ssize_t got = pread(output_fd_, text, sizeof text, at);
        if (got <= 0)
            break;
        output_.append(text, static_cast<size_t>(got));
        at += got;
    }
    if (output_.empty())
        return;
    remove_queues(output_);
    if (ftruncate(output_fd_, 0) != 0)
        throw std::runtime_error("ftruncate");
}

board &Zygote::prepare()
{
    const auto main_place = page_->main_place;
    *page_ = {};
    page_->main_place = main_place;
    const std::string run = directory_ + "/run";
    std::filesystem::create_directory(run);
    run.copy(page_->directory, sizeof page_->directory - 1);
    return *page_;
}

bool Zygote::begin()
{
    tracees_.go(pid_);
    const auto ended = [&] { return tracees_.at(pid_) != At::running; };
    const auto ready = [&] {
        const pid_t child = page_->child, thread = page_->point_tid;
        return child != 0 && thread != 0 && tracees_.at(child) == At::place && tracees_.at(thread) == At::place;
    };
    const bool begun =
        tracees_.until([&] { return ready() || ended(); }, Clock::now() + start_limit) && !ended();
    if (tracees_.at(pid_) == At::gone) {
        take_output();
        throw std::runtime_error("the stage has died: " + first_line(output_));
    }
    return begun;
}

void Zygote::end(bool kill_it)
{
    if (kill_it && child() > 0)
        kill(child(), SIGKILL);
    tracees_.until([&] { return tracees_.at(pid_) != At::running; }, Clock::now() + start_limit);
    tracees_.forget_run();
    take_output();
    std::error_code ignored;
    std::filesystem::remove_all(directory_ + "/run", ignored);
}

} // namespace safecancel::prove
