/* SPDX-License-Identifier: MIT */
/* The level, and why; what the object says of itself, understood; other preloaded objects. */
#include <gnu/libc-version.h>

#include "catch.hpp"
#include "doctor.h"

using namespace safecancel;

namespace {

/* What the object says, as it says it. */
std::string said()
{
    Command command{{SAFECANCEL_PROBE, "idle"}, {"SAFECANCEL_VERBOSE=1"}};
    return run(with_shim(command)).err;
}

const Json *preload_of(const Json &found, const std::string &file)
{
    for (const Json &other : found.at("preloads"))
        if (other.at("file") == file)
            return &other;
    return nullptr;
}

}  // namespace

TEST_CASE("every_line_of_the_object_is_understood", "[level]")
{
    const Json found = examine({"--quick"}, 0);
    const Json &level = found.at("level");
    const std::string words = said();
    INFO(found.dump(1) << words);
    CHECK(level.at("not_understood").empty());
    CHECK(level.at("warnings").empty());
    CHECK(level.at("name") == "full");
    CHECK(found.at("machine").at("libc") == gnu_get_libc_version());
    const auto number = [](const Json &value) { return std::to_string(value.get<int>()); };
    CHECK(words.find("cancelhandling at " + number(level.at("layout").at("cancelhandling")) + ", tid at " +
                     number(level.at("layout").at("tid")) + " (" + level.at("layout").at("witness").get<std::string>()) !=
          std::string::npos);
    CHECK(words.find(number(level.at("points").at("through_the_thunk")) + " points through the thunk") != std::string::npos);
    CHECK(words.find(number(level.at("libc_points").at("understood")) + " of libc's own points understood") !=
          std::string::npos);
    CHECK(level.at("points").at("through_the_thunk") > 50);
    CHECK(level.at("libc_points").at("understood") > 0);
}

TEST_CASE("the_thunk_is_shown_as_it_is_audited", "[level]")
{
    const Json found = examine({"--quick"}, 0);
    const Json &audit = found.at("audit");
    INFO(audit.dump(1));
    REQUIRE(audit.at("thunks").size() == 2);
    CHECK(audit.at("libc_windows").size() >= found.at("level").at("libc_points").at("understood"));
    for (const Json &thunk : audit.at("thunks")) {
        CHECK(thunk.at("passed") == true);
        Json last;
        for (const Json &instruction : thunk.at("code")) {
            const bool inside = instruction.at("offset") >= thunk.at("begin") && instruction.at("offset") < thunk.at("end");
            CHECK(instruction.at("in_window") == inside);
            if (inside)
                last = instruction;
        }
#if defined(__x86_64__)
        CHECK(last.at("bytes") == "0f05");
        CHECK(last.at("text") == "syscall");
#endif
        CHECK(last.at("offset").get<size_t>() + last.at("bytes").get<std::string>().size() / 2 == thunk.at("end"));
    }
}

TEST_CASE("a_thunk_that_does_not_pass_is_off_and_says_which_rule", "[level]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--quick", "--library", object_with(stage, SAFECANCEL_REFUSING)}, 1);
    INFO(found.dump(1));
    CHECK(found.at("level").at("name") == "off");
    CHECK(found.at("level").at("reason") == "audit: " SAFECANCEL_REFUSED);
    REQUIRE(found.at("audit").at("thunks").size() == 1);
    CHECK(found.at("audit").at("thunks")[0].at("passed") == false);
    CHECK(found.at("audit").at("thunks")[0].at("message") == SAFECANCEL_REFUSED);
    CHECK(found.at("good") == false);
}

TEST_CASE("a_libc_that_is_not_understood_is_points_only", "[level]")
{
    const TemporaryDirectory stage;
    const std::string object = object_with(stage, SAFECANCEL_AGREEING);
    const Json found = examine({"--quick", "--library", object}, 1);
    INFO(found.dump(1));
    CHECK(found.at("level").at("name") == "points only");
    CHECK(found.at("level").at("reason").get<std::string>().find("sc_audit_windows") != std::string::npos);
    const Outcome text = run(doctor({"--quick", "--library", object}));
    CHECK(text.exited(1));
    CHECK(text.out.find("Level points only.") != std::string::npos);
}

TEST_CASE("an_object_without_its_audit_is_off", "[level]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--quick", "--library", stage.copy(shim_path(), "libsafecancel.so")}, 1);
    CHECK(found.at("level").at("name") == "off");
    CHECK(found.at("level").at("reason").get<std::string>().find("no audit") != std::string::npos);
    CHECK(found.at("audit").at("why_not") == "nothing was audited");
}

TEST_CASE("an_object_that_the_loader_refuses_is_not_loaded", "[level]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--quick", "--library", stage.write("libsafecancel.so", "no ELF")}, 1);
    INFO(found.dump(1));
    CHECK(found.at("level").at("name") == "not loaded");
    CHECK(found.at("level").at("reason").get<std::string>().find("libsafecancel.so") != std::string::npos);
}

TEST_CASE("points_of_an_object_after_ours_are_named", "[chained]")
{
    const Json found = examine({"--quick", "--preload", SAFECANCEL_OTHER}, 0);
    INFO(found.dump(1));
    const Json *other = preload_of(found, SAFECANCEL_OTHER);
    REQUIRE(other);
    CHECK(other->at("after_ours") == true);
    CHECK(other->at("points") == Json({"connect", "fsync"}));
    CHECK(found.at("level").at("points").at("chained") == Json({"connect", "fsync"}));
}

TEST_CASE("an_object_in_LD_PRELOAD_comes_before_ours_unless_ours_is_named_there", "[chained]")
{
    Command command = doctor({"--quick", "--json"});
    command.environment = {"LD_PRELOAD=" SAFECANCEL_OTHER};
    const Outcome before = run(command);
    INFO(before.describe());
    REQUIRE(before.exited(0));
    const Json first = Json::parse(before.out);
    REQUIRE(preload_of(first, SAFECANCEL_OTHER));
    CHECK(preload_of(first, SAFECANCEL_OTHER)->at("after_ours") == false);
    CHECK(first.at("level").at("points").at("chained").empty());

    command.environment = {"LD_PRELOAD=" + shim_path() + " " SAFECANCEL_OTHER};
    const Outcome after = run(command);
    INFO(after.describe());
    REQUIRE(after.exited(0));
    const Json second = Json::parse(after.out);
    REQUIRE(preload_of(second, SAFECANCEL_OTHER));
    CHECK(preload_of(second, SAFECANCEL_OTHER)->at("after_ours") == true);
    CHECK(preload_of(second, SAFECANCEL_OTHER)->at("points").size() == 2);
}

/* In a mount namespace in which /etc has the file, and all that runs there has the object. */
TEST_CASE("with_ours_in_etc_ld_so_preload_glibc_is_still_tried_without_it", "[system_wide]")
{
    const TemporaryDirectory stage;
    const std::string top = stage.path().string();
    const auto inside = [&](const std::string &preloaded, const std::string &command) {
        return run({{"unshare", "-m", "sh", "-ec",
                     "mount -t tmpfs none " + top + "; mkdir " + top + "/u " + top + "/w\n"
                     "mount -t overlay -o lowerdir=/etc,upperdir=" + top + "/u,workdir=" + top + "/w none /etc\n"
                     "echo '" + preloaded + "' >/etc/ld.so.preload\n" + command}});
    };
    if (!inside("", "true").exited(0))
        SC_SKIP("no mount namespace, or no overlay, for an /etc of its own");
    const std::string command = SAFECANCEL_TOOL " doctor --json --library " + shim_path();
    const Outcome ours = inside(shim_path(), command + " --only D8");
    INFO(ours.describe());
    REQUIRE(ours.exited(0));
    const Json first = Json::parse(ours.out);
    CHECK(first.at("system_wide") == true);
    CHECK(verdict(first, "D8", "glibc") == "here");
    CHECK(verdict(first, "D8", "shim") == "not here");

    const Outcome others = inside(SAFECANCEL_OTHER, command + " --quick");
    INFO(others.describe());
    REQUIRE(others.exited(0));
    const Json second = Json::parse(others.out);
    CHECK(second.at("system_wide") == false);
    const Json *other = preload_of(second, SAFECANCEL_OTHER);
    REQUIRE(other);
    CHECK(other->at("from") == "/etc/ld.so.preload");
    CHECK(other->at("points") == Json({"connect", "fsync"}));
}
