/* SPDX-License-Identifier: MIT */
/* The worker processes; the contract stands in workers.h. */
#include "workers.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

namespace safecancel::prove {
namespace {

volatile sig_atomic_t caught = 0;

void on_signal(int number)
{
    caught = number;
}

/* The signals that end us are caught as long as this lives. */
class CaughtSignals {
public:
    CaughtSignals()
    {
        struct sigaction action = {};
        action.sa_handler = on_signal;
        for (size_t i = 0; i < std::size(numbers); ++i)
            sigaction(numbers[i], &action, &before_[i]);
    }
    ~CaughtSignals()
    {
        for (size_t i = 0; i < std::size(numbers); ++i)
            sigaction(numbers[i], &before_[i], nullptr);
    }

private:
    static constexpr int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction before_[3];
};

bool send_line(int fd, const std::string &line)
{
    const std::string whole = line + "\n";
    for (size_t at = 0; at < whole.size();) {
        const ssize_t sent = send(fd, whole.data() + at, whole.size() - at, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        at += sent > 0 ? static_cast<size_t>(sent) : 0;
    }
    return true;
}

/* --- in the worker --- */

/* The next task's number, or -1 when there are no more. */
int next_task(int fd)
{
    int number = -1;
    for (;;) {
        const ssize_t got = recv(fd, &number, sizeof number, MSG_WAITALL);
        if (got == static_cast<ssize_t>(sizeof number))
            return number;
        if (got >= 0 || errno != EINTR)
            return -1;
    }
}

/* One processor for tracer and traced: handing over between two costs several times as much. */
void stay_on_processor(unsigned index)
{
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) == 0)
        return;
    unsigned skip = index % static_cast<unsigned>(CPU_COUNT(&allowed));
    int processor = 0;
    while (!CPU_ISSET(processor, &allowed) || skip-- > 0)
        ++processor;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    sched_setaffinity(0, sizeof one, &one);
}

void prove_tasks(const Work &work, int fd)
{
    Tracees tracees;
    std::unique_ptr<Prover> sides[2];
    for (int number; (number = next_task(fd)) >= 0;) {
        const Task &task = work.tasks[static_cast<size_t>(number)];
        auto &prover = sides[task.shim];
        if (!prover)
            prover = std::make_unique<Prover>(tracees, work.places, task.shim, work.limits, work.errors);
        if (!send_line(fd, prover->prove(task.row).dump()))
            throw Interrupted{};
    }
}

[[noreturn]] void be_worker(const Work &work, int fd, unsigned index, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    setpgid(0, 0); /* what ends the group must leave us the time to clean up */
    signal(SIGHUP, SIG_IGN);
    be_interruptible();
    if (getppid() != parent)
        _exit(1);
    stay_on_processor(index);
    try {
        prove_tasks(work, fd);
    } catch (const Interrupted &) {
    } catch (const NotPermitted &) {
        send_line(fd, Json{{"failed", "ptrace is not permitted here"}, {"not_permitted", true}}.dump());
    } catch (const std::exception &error) {
        send_line(fd, Json{{"failed", error.what()}, {"not_permitted", false}}.dump());
    }
    _exit(0);
}

/* --- in the main process --- */

struct Worker {
    pid_t pid = -1;
    int fd = -1;
    std::string received{};
    bool released = false;  /* told that there are no more tasks */
};

class Workers {
public:
    Workers(const Work &work, const std::function<void(Json &&)> &each) : work_(work), each_(each) {}
    ~Workers();
    void start();
    bool busy() const { return done_ < work_.tasks.size(); }
    size_t done() const { return done_; }
    void wait_a_moment();

private:
    void give_task(Worker &worker);
    void take(Worker &worker);
    void take_line(const std::string &line);

    const Work &work_;
    const std::function<void(Json &&)> &each_;
    std::vector<Worker> all_;
    size_t given_ = 0, done_ = 0;
};

void Workers::start()
{
    const pid_t parent = getpid();
    for (unsigned i = 0; i < work_.jobs && i < work_.tasks.size(); ++i) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            throw WorkFailed{fmt::format("socketpair: {}", strerror(errno)), false};
        const pid_t pid = fork();
        if (pid < 0)
            throw WorkFailed{fmt::format("fork: {}", strerror(errno)), false};
        if (pid == 0) {
            close(ends[0]);
            for (const Worker &other : all_)
                close(other.fd);
            be_worker(work_, ends[1], i, parent);
        }
        close(ends[1]);
        all_.push_back({pid, ends[0]});
        give_task(all_.back());
    }
}

/* Ends them all and waits: they have directories to remove and processes to end. */
Workers::~Workers()
{
    for (const Worker &worker : all_) {
        if (busy())
            kill(worker.pid, SIGTERM);
        close(worker.fd);
    }
    for (const Worker &worker : all_) {
        int status, tries = 0;
        while (waitpid(worker.pid, &status, WNOHANG) == 0) {
            if (++tries == 500)
                kill(worker.pid, SIGKILL);
            usleep(10000);
        }
    }
}

void Workers::give_task(Worker &worker)
{
    worker.released = given_ == work_.tasks.size();
    const int number = worker.released ? -1 : static_cast<int>(given_++);
    send(worker.fd, &number, sizeof number, MSG_NOSIGNAL);
}

void Workers::take_line(const std::string &line)
{
    Json told = Json::parse(line);
    if (told.contains("failed"))
        throw WorkFailed{told["failed"], told["not_permitted"]};
    ++done_;
    each_(std::move(told));
}

void Workers::take(Worker &worker)
{
    char part[65536];
    const ssize_t got = recv(worker.fd, part, sizeof part, 0);
    if (got < 0 && errno == EINTR)
        return;
    if (got <= 0)
        throw WorkFailed{"a worker process has died", false};
    worker.received.append(part, static_cast<size_t>(got));
    for (size_t end; (end = worker.received.find('\n')) != std::string::npos;) {
        take_line(worker.received.substr(0, end));
        worker.received.erase(0, end + 1);
        give_task(worker);
    }
}

void Workers::wait_a_moment()
{
    std::vector<pollfd> fds;
    for (const Worker &worker : all_)
        fds.push_back({worker.released ? -1 : worker.fd, POLLIN, 0});
    if (poll(fds.data(), fds.size(), 200) <= 0)
        return;
    for (size_t i = 0; i < fds.size() && busy(); ++i)
        if (fds[i].revents != 0)
            take(all_[i]);
}

} // namespace

void work(const Work &work, const std::function<void(Json &&)> &each, const std::function<void(size_t)> &idle)
{
    const CaughtSignals signals;
    Workers workers(work, each);
    workers.start();
    while (workers.busy()) {
        workers.wait_a_moment();
        if (caught != 0)
            throw WorkInterrupted{caught};
        idle(workers.done());
    }
}

} // namespace safecancel::prove
