/* SPDX-License-Identifier: MIT */
/* What is said of living processes, and of those that are none. */
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <thread>

#include "catch.hpp"
#include "subjects.h"

using namespace safecancel;

namespace fs = std::filesystem;

namespace {

size_t threads_of(pid_t pid)
{
    std::error_code gone;
    size_t count = 0;
    for (fs::directory_iterator at("/proc/" + std::to_string(pid) + "/task", gone), end; at != end; at.increment(gone))
        ++count;
    return count;
}

/* Of the whole process: that of its first thread. */
bool is_blocked(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text);
    return text.find(") S ") != std::string::npos;
}

/* A subject that runs until this is destroyed, as far as it gets with so many threads. */
class Running {
public:
    Running(Command command, size_t threads) : child_(command)
    {
        for (int i = 0; i < 1000 && (threads_of(pid()) != threads || !is_blocked(pid())); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        REQUIRE(threads_of(pid()) == threads);
    }
    pid_t pid() const { return child_.pid(); }
    std::string name() const { return std::to_string(pid()); }

private:
    Child child_;
};

Command program(const std::string &name, const std::string &argument)
{
    return Command{{subject(name), argument}};
}

std::string last_line(const std::string &text)
{
    const auto lines = lines_of(text);
    return lines.empty() ? std::string() : lines.back();
}

}  // namespace

TEST_CASE("a_process_without_the_shim_is_said_to_be_so")
{
    const Running running(program("cancelling", "wait"), 2);
    const auto outcome = run(inspection({running.name()}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(has_line(outcome.out, "process     " + running.name() + " (cancelling), 2 threads, seccomp: none"));
    CHECK(has_line(outcome.out, "shim        not loaded"));
    CHECK(last_line(outcome.out).find("not active here; started with safecancel: will help: cancels threads "
                                      "(imports pthread_cancel), ") == 0);
}

TEST_CASE("a_process_with_the_shim_shows_its_level_and_counters")
{
    const Running waiting(with_shim(program("cancelling", "wait")), 2);
    const auto json = json_of(waiting.name());
    CHECK(json.at("helps") == true);
    CHECK(json.at("process").at("shim_loaded") == true);
    const std::string level = json.at("process").at("statistics").at("level");
    CHECK((level == "full" || level == "points only"));
    CHECK(json.at("process").at("statistics").at("requests") == 0);
    check_verdict(inspection({waiting.name()}), 0, "active: level " + level + ", 0 requests so far");

    const Running cancelled(with_shim(program("cancelling", "cancel")), 1);
    const auto after = json_of(cancelled.name()).at("process").at("statistics");
    CHECK(after.at("requests") == 1);
    CHECK(after.at("acted_blocked") == 1);
    check_verdict(inspection({cancelled.name()}), 0, "active: level " + level + ", 1 request so far");
}

TEST_CASE("a_process_where_the_shim_is_off_says_so")
{
    auto command = with_shim(program("cancelling", "wait"));
    command.environment.push_back("SAFECANCEL=off");
    const Running running(command, 2);
    check_verdict(inspection({running.name()}), 1, "loaded, but stands aside: level off");
}

TEST_CASE("a_library_that_was_opened_later_is_seen")
{
    const Running running(program("opener", subject("libcanceller.so")), 1);
    const auto outcome = run(inspection({running.name()}));
    INFO(outcome.describe());
    CHECK(outcome.exited(1));
    CHECK(last_line(outcome.out).find("will help: cancels threads (libcanceller.so imports pthread_cancel)") !=
          std::string::npos);
}

TEST_CASE("a_static_process_cannot_be_preloaded")
{
    if (subject("static").empty())
        SC_SKIP("nothing can be linked statically here");
    const Running running(program("static", "wait"), 2);
    check_verdict(inspection({running.name()}), 1,
                  "not active here; started with safecancel: cannot be preloaded: static");
}

TEST_CASE("what_was_replaced_under_a_process_is_named")
{
    const TemporaryDirectory directory;
    const auto copy = directory.write_program("copied", content_of(subject("cancelling")));
    const auto shim = directory.write_program("libsafecancel.so", content_of(shim_path()));
    Command command{{copy, "wait"}};
    command.environment = {"LD_PRELOAD=" + shim, "SAFECANCEL=off"}; // its audit object is not beside it
    const Running running(command, 2);
    CHECK(json_of(running.name()).at("process").at("deleted").empty());
    fs::remove(copy);
    fs::remove(shim);
    directory.write_program("libsafecancel.so", "another");
    const auto json = json_of(running.name());
    CHECK(json.at("process").at("program_deleted") == true);
    CHECK(json.at("process").at("shim_loaded") == true);
    const auto outcome = run(inspection({running.name()}));
    INFO(outcome.describe());
    CHECK(has_line(outcome.out, "            its program was deleted or replaced since it was started"));
    CHECK(outcome.out.find("\ndeleted     libsafecancel.so: ") != std::string::npos);
}

TEST_CASE("seccomp_and_no_new_privileges_are_shown")
{
    const Running running(program("cancelling", "filtered"), 2);
    const auto json = json_of(running.name());
    CHECK(json.at("process").at("no_new_privileges") == true);
    if (json.at("process").at("seccomp") == 0)
        SC_SKIP("no seccomp filter can be installed here");
    CHECK(json.at("process").at("seccomp") == 2);
    CHECK(run(inspection({running.name()})).out.find("seccomp: a filter, no new privileges") != std::string::npos);
}

TEST_CASE("a_process_that_is_gone_is_refused")
{
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    siginfo_t information;
    REQUIRE(waitid(P_PID, id_t(gone), &information, WEXITED | WNOWAIT) == 0);
    check_refused(inspection({std::to_string(gone)}), "is a zombie");
    REQUIRE(waitpid(gone, nullptr, 0) == gone);
    check_refused(inspection({std::to_string(gone)}), "no such process");
    check_refused(inspection({"999999999"}), "no such process");
    check_refused(inspection({"0"}), "no such process");
}

TEST_CASE("a_thread_is_no_process")
{
    const Running running(program("cancelling", "wait"), 2);
    std::string thread;
    for (const auto &entry : fs::directory_iterator("/proc/" + running.name() + "/task"))
        if (entry.path().filename() != running.name())
            thread = entry.path().filename();
    check_refused(inspection({thread}), "is a thread of process " + running.name());
}

TEST_CASE("a_thread_of_the_kernel_has_no_program")
{
    if (content_of("/proc/2/status").find("kthreadd") == std::string::npos)
        SC_SKIP("no thread of the kernel is seen here");
    check_refused(inspection({"2"}), "2 (kthreadd): is a thread of the kernel: it has no program");
}

TEST_CASE("a_process_of_another_user_is_refused_with_one_line")
{
    if (geteuid() != 0)
        SC_SKIP("only root can become another user");
    const Running running(program("cancelling", "wait"), 2);
    const TemporaryDirectory directory;
    const auto tool = directory.write_program("tool", content_of(SAFECANCEL_TOOL));
    Command command{{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", tool, "inspect", running.name()}};
    command.directory = directory.path().string();
    check_refused(command, running.name() + " (cancelling): of ");
}

TEST_CASE("a_process_in_a_container_is_read_from_there")
{
    const TemporaryDirectory directory;
    const auto inside = directory.file("inside");
    fs::create_directory(inside);
    const std::string script = "mount --bind '" SAFECANCEL_SUBJECTS "' '" + inside + "' && exec '" + inside + "/direct_relative' 1 || exit 9";
    const auto tried = run(Command{{"unshare", "--mount", "sh", "-c", script}});
    if (!tried.exited(0))
        SC_SKIP("no mount namespace can be made here: " + tried.err);
    const std::string waiting = "mount --bind '" SAFECANCEL_SUBJECTS "' '" + inside + "' && exec '" + inside + "/cancelling' wait";
    const Running running(Command{{"unshare", "--mount", "sh", "-c", waiting}}, 2);
    const auto json = json_of(running.name());
    CHECK(json.at("process").at("other_root") == true);
    CHECK(json.at("not_read").empty());
    CHECK(json.at("program").at("path") == inside + "/cancelling");
    CHECK(json.at("threads").count("pthread_cancel") == 1);
    CHECK(!json.at("glibc").get<std::string>().empty());
}
