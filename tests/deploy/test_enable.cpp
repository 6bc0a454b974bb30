/* SPDX-License-Identifier: MIT */
/* What enable writes, as the file has it and as systemd reads it. */
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "image.h"

using namespace safecancel;

namespace {

constexpr const char *systemd = "/lib/systemd/systemd";

/* The unit's environment as systemd's own user manager takes it from the files; it refuses to run as root. */
std::vector<std::string> environment_of(const Image &image, const std::string &unit)
{
    for (const char *target : {"sysinit", "basic", "shutdown"})
        image.write(std::string("/etc/systemd/system/") + target + ".target", "[Unit]\nDescription=a test\n");
    const std::string runtime = image.path("/runtime");
    std::filesystem::create_directories(runtime);
    std::vector<std::string> argv;
    if (getuid() == 0) {
        const passwd *nobody = getpwnam("nobody");
        REQUIRE(nobody);
        REQUIRE(chown(runtime.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
        argv = {"setpriv", "--reuid", "nobody", "--clear-groups"};
    }
    argv.insert(argv.end(), {systemd, "--test", "--user", "--unit=" + unit, "--no-pager"});
    const Outcome outcome = run({argv, {"XDG_RUNTIME_DIR=" + runtime,
                                        "SYSTEMD_UNIT_PATH=" + image.path("/etc/systemd/system") + ":"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.err.find("safecancel.conf") == std::string::npos); /* nothing to complain of */
    std::vector<std::string> found;
    for (const std::string &line : lines_of(outcome.out + outcome.err))
        if (const size_t at = line.find("Environment: "); at != line.npos)
            found.push_back(line.substr(at + 13));
    return found;
}

bool has(const std::vector<std::string> &environment, const std::string &variable)
{
    return std::find(environment.begin(), environment.end(), variable) != environment.end();
}

}  // namespace

TEST_CASE("enable_writes_a_drop_in_and_says_what_to_run", "[enable]")
{
    const Image image;
    const Outcome outcome = image.enable("foo");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    const auto lines = lines_of(content_of(image.path(drop_in("foo.service"))));
    REQUIRE(lines.size() == 3);
    CHECK(lines[1] == "[Service]");
    CHECK(lines[2] == "Environment=\"LD_PRELOAD=" + shim_path() + "\"");
    CHECK(has_line(outcome.out, "Takes effect with: systemctl daemon-reload && systemctl restart foo.service"));
    struct stat file;
    REQUIRE(stat(image.path(drop_in("foo.service")).c_str(), &file) == 0);
    CHECK((file.st_mode & 07777) == 0644);
}

TEST_CASE("enable_twice_changes_nothing", "[enable]")
{
    const Image image;
    CHECK(image.enable("foo").exited(0));
    const std::string first = content_of(image.path(drop_in("foo.service")));
    const Outcome again = image.enable("foo.service");
    CHECK(again.exited(0));
    CHECK(again.out.find("already") == 0);
    CHECK(content_of(image.path(drop_in("foo.service"))) == first);
    CHECK(image.enable("foo", {"--stats"}).out.find("wrote") == 0);
    CHECK(content_of(image.path(drop_in("foo.service"))) != first);
}

TEST_CASE("an_LD_PRELOAD_of_the_unit_is_kept", "[enable]")
{
    const Image image;
    image.unit("foo.service", "ExecStart=/usr/bin/food\nEnvironment=LD_PRELOAD=/first.so\nEnvironment=\n"
                              "Environment=A=b \"LD_PRELOAD=/opt/%n/second.so \\\n    /third.so\"\n");
    image.write("/usr/lib/systemd/system/foo.service.d/50-more.conf", "[Service]\n# Environment=LD_PRELOAD=/no.so\n");
    CHECK(image.enable("foo").exited(0));
    CHECK(content_of(image.path(drop_in("foo.service"))).find("\"LD_PRELOAD=/opt/%n/second.so:/third.so:" + shim_path() + "\"") !=
          std::string::npos);

    image.write("/usr/lib/systemd/system/foo.service.d/60-last.conf",
                "[Service]\nEnvironment='LD_PRELOAD=" + shim_path() + ":/last.so'\n");
    CHECK(image.enable("foo").exited(0));
    CHECK(content_of(image.path(drop_in("foo.service"))).find("\"LD_PRELOAD=/last.so:" + shim_path() + "\"") !=
          std::string::npos);
}

TEST_CASE("systemd_reads_what_was_meant", "[systemd]")
{
    if (access(systemd, X_OK) != 0 || access("/usr/bin/setpriv", X_OK) != 0)
        SC_SKIP("systemd is not installed");
    if (access("/sys/fs/cgroup", F_OK) != 0)
        SC_SKIP("without control groups systemd reads no units");
    const Image image;
    image.unit("foo.service", "ExecStart=/usr/bin/food\nEnvironment=\"LD_PRELOAD=/opt/%p/a%%b.so\" C=d\n");
    const std::string trace = "/var/log/a 100% \"odd\\name' $HOME %n";
    CHECK(image.enable("foo", {"--stats", "--require", "--trace", trace}).exited(0));
    const auto environment = environment_of(image, "foo.service");
    CHECK(has(environment, "LD_PRELOAD=/opt/foo/a%b.so:" + shim_path()));
    CHECK(has(environment, "C=d"));
    CHECK(has(environment, "SAFECANCEL_STATS=1"));
    CHECK(has(environment, "SAFECANCEL_REQUIRE=1"));
    CHECK(has(environment, "SAFECANCEL_TRACE=" + trace));
}

TEST_CASE("the_loaders_LIB_and_a_percent_sign_reach_it_as_they_are", "[systemd]")
{
    if (access(systemd, X_OK) != 0 || access("/usr/bin/setpriv", X_OK) != 0)
        SC_SKIP("systemd is not installed");
    if (access("/sys/fs/cgroup", F_OK) != 0)
        SC_SKIP("without control groups systemd reads no units");
    const Image image;
    const TemporaryDirectory elsewhere;
    std::filesystem::create_directories(elsewhere.path() / "100%n");
    const std::string object = elsewhere.copy(shim_path(), "100%n/libsafecancel.so");
    const Outcome outcome = run({{SAFECANCEL_TOOL, "enable", "foo", "--root", image.root()},
                                 {"SAFECANCEL_LIBRARY=" + object, "SAFECANCEL_PRELOAD=/usr/100%n/$LIB/x/libsafecancel.so"}});
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has(environment_of(image, "foo.service"), "LD_PRELOAD=/usr/100%n/$LIB/x/libsafecancel.so"));
    CHECK(run({{SAFECANCEL_TOOL, "enable", "foo", "--root", image.root(), "--library", object}}).exited(0));
    CHECK(has(environment_of(image, "foo.service"), "LD_PRELOAD=" + object));
}

TEST_CASE("json_says_what_was_done", "[enable]")
{
    const Image image;
    for (const bool changed : {true, false}) {
        const Outcome outcome = image.enable("foo", {"--json"});
        REQUIRE(outcome.exited(0));
        const auto json = nlohmann::json::parse(outcome.out);
        CHECK(json.at("unit") == "foo.service");
        CHECK(json.at("file") == image.path(drop_in("foo.service")));
        CHECK(json.at("changed") == changed);
        CHECK(json.at("then").size() == 2);
    }
}

TEST_CASE("what_cannot_be_written_is_told_in_one_line", "[enable]")
{
    const Image image;
    image.write("/etc/systemd/system/foo.service.d", "a file where a directory should be");
    check_refused(image.enable("foo"), 3, "foo.service.d");
    if (getuid() == 0) {
        const TemporaryDirectory readable; /* for everybody, which the build's directory need not be */
        const Outcome outcome = run({{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
                                      readable.copy(SAFECANCEL_TOOL, "safecancel-tool"), "enable", "foo", "--root", image.root(),
                                      "--library", readable.copy(shim_path(), "libsafecancel.so")}});
        INFO(outcome.describe());
        CHECK(outcome.exited(3));
    }
}

TEST_CASE("what_an_object_may_not_be_called_is_refused", "[enable]")
{
    const Image image;
    const TemporaryDirectory elsewhere;
    for (const char *name : {"a b.so", "a:b.so", "a$b.so"})
        check_refused(run({{SAFECANCEL_TOOL, "enable", "foo", "--root", image.root(), "--library",
                            elsewhere.copy(shim_path(), name)}}), 2, "cannot be preloaded");
    check_refused(image.enable("foo", {"--trace", "relative"}), 2, "absolute path");
    CHECK_FALSE(std::filesystem::exists(image.path("/etc/systemd/system/foo.service.d")));
}

/* In a mount namespace of its own, with a systemctl that only keeps what it was asked. */
TEST_CASE("now_reloads_and_restarts", "[now]")
{
    if (getuid() != 0 || !run({{"unshare", "-m", "true"}}).exited(0))
        SC_SKIP("no mount namespace of its own for /etc/systemd/system");
    const TemporaryDirectory stage;
    stage.write("systemctl", "#!/bin/sh\necho \"$@\" >>" + stage.path().string() + "/asked\nexit $SC_TEST_STATUS\n", 0755);
    const auto inside = [&](const std::string &command, const char *status) {
        return run({{"unshare", "-m", "sh", "-ec",
                     "mkdir -p /etc/systemd/system; mount -t tmpfs none /etc/systemd/system\n"
                     "printf '[Service]\\nExecStart=/bin/true\\n' >/etc/systemd/system/sc-test.service\n" + command},
                    {"PATH=" + stage.path().string() + ":/usr/sbin:/usr/bin:/sbin:/bin",
                     std::string("SC_TEST_STATUS=") + status}});
    };
    const std::string enable = SAFECANCEL_TOOL " enable sc-test --now --library " + shim_path();
    const Outcome outcome = inside(enable + "; test -e " + drop_in("sc-test.service") + "; " SAFECANCEL_TOOL
                                   " disable sc-test --now; test ! -e /etc/systemd/system/sc-test.service.d", "0");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(lines_of(content_of(stage.path() / "asked")) ==
          std::vector<std::string>{"daemon-reload", "restart sc-test.service", "daemon-reload", "restart sc-test.service"});
    const Outcome failing = inside(enable, "1");
    CHECK(failing.exited(3));
    CHECK(failing.err.find("systemctl daemon-reload: it failed") != std::string::npos);
}
