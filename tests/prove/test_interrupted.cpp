/* SPDX-License-Identifier: MIT */
/* Interrupted at any time, even killed, it leaves no process, no directory and no message queue. */
#include <signal.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "tool.h"

using namespace safecancel;
namespace fs = std::filesystem;

namespace {

/* Processes with this directory as TMPDIR; those of other tests have theirs. */
std::vector<std::string> processes_of(const Desk &desk)
{
    std::vector<std::string> found;
    std::error_code gone;
    for (const auto &entry : fs::directory_iterator("/proc", gone)) {
        std::ifstream stream(entry.path() / "environ", std::ios::binary);
        const std::string environment{std::istreambuf_iterator<char>(stream), {}};
        if (environment.find("TMPDIR=" + (desk.path() / "tmp").string()) != std::string::npos)
            found.push_back(entry.path().filename().string());
    }
    return found;
}

std::set<std::string> message_queues()
{
    std::set<std::string> ids;
    std::ifstream lines("/proc/sysvipc/msg");
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string key, id;
        words >> key >> id;
        ids.insert(id);
    }
    return ids;
}

/* Up to five seconds: a process that was killed is cleaned up behind by its children. */
template <class Condition> bool soon(const Condition &condition)
{
    for (int i = 0; i < 100; ++i) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return condition();
}

/* Queues that were not there before and stay.  Other tests have some too, for a moment. */
bool no_queue_stays(const std::set<std::string> &before)
{
    std::set<std::string> fresh;
    for (const std::string &id : message_queues())
        if (before.count(id) == 0)
            fresh.insert(id);
    return soon([&] {
        const auto now = message_queues();
        for (const std::string &id : fresh)
            if (now.count(id) != 0)
                return false;
        return true;
    });
}

Outcome interrupt(const Desk &desk, int signal)
{
    Child child(desk.command({"msgrcv", "msgsnd", "system", "waitpid", "fcntl"}));
    if (!soon([&] { return processes_of(desk).size() > 4; }))
        return child.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    if (signal == SIGINT)
        kill(-child.pid(), signal); /* as a terminal does: to all of the group */
    else
        child.signal(signal);
    return child.wait();
}

}  // namespace

TEST_CASE("ctrl_c_and_sigterm_leave_nothing", "[interrupted]")
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const Desk desk;
        const auto before = message_queues();
        const Outcome outcome = interrupt(desk, signal);
        SC_TRACED(outcome);
        INFO("signal " << signal << ": " << outcome.describe());
        CHECK(outcome.exited(128 + signal));
        CHECK(outcome.err.find("safecancel prove: interrupted") != std::string::npos);
        CHECK(processes_of(desk).empty());
        CHECK(desk.left().empty());
        CHECK(no_queue_stays(before));
    }
}

TEST_CASE("killed_it_leaves_nothing_for_long", "[interrupted]")
{
    const Desk desk;
    const auto before = message_queues();
    const Outcome outcome = interrupt(desk, SIGKILL);
    SC_TRACED(outcome);
    INFO(outcome.describe());
    CHECK(outcome.killed(SIGKILL));
    CHECK(soon([&] { return processes_of(desk).empty(); }));
    CHECK(soon([&] { return desk.left().empty(); }));
    CHECK(no_queue_stays(before));
}
