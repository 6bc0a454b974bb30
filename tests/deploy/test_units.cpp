/* SPDX-License-Identifier: MIT */
/* What a name means: templates, instances, aliases; and what is no unit's name. */
#include "catch.hpp"
#include "image.h"

using namespace safecancel;

TEST_CASE("a_template_and_its_instances_have_drop_ins_of_their_own", "[units]")
{
    const Image image;
    image.unit("bar@.service", "ExecStart=/usr/bin/food %i\n");
    const Outcome all = image.enable("bar@");
    INFO(all.describe());
    CHECK(all.exited(0));
    CHECK(std::filesystem::exists(image.path(drop_in("bar@.service"))));
    CHECK(all.out.find("systemctl restart bar@INSTANCE") != std::string::npos);
    CHECK(image.enable("bar@one").exited(0));
    CHECK(std::filesystem::exists(image.path(drop_in("bar@one.service"))));
    CHECK(image.disable("bar@one.service").exited(0));
    CHECK(std::filesystem::exists(image.path(drop_in("bar@.service"))));
    check_refused(image.enable("foo@one"), 2, "no such unit");
}

TEST_CASE("an_instance_keeps_what_its_template_sets", "[units]")
{
    const Image image;
    image.unit("bar@.service", "ExecStart=/usr/bin/food\n");
    image.write("/etc/systemd/system/bar@.service.d/preload.conf", "[Service]\nEnvironment=LD_PRELOAD=/kept.so\n");
    CHECK(image.enable("bar@one").exited(0));
    CHECK(content_of(image.path(drop_in("bar@one.service"))).find("LD_PRELOAD=/kept.so:") != std::string::npos);
}

TEST_CASE("an_alias_stands_for_its_unit", "[units]")
{
    const Image image;
    std::filesystem::create_symlink("foo.service", image.path("/etc/systemd/system/other.service"));
    const Outcome outcome = image.enable("other");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(has_line(outcome.out, "other.service is an alias of foo.service."));
    CHECK(std::filesystem::exists(image.path(drop_in("foo.service"))));
    CHECK_FALSE(std::filesystem::exists(image.path(drop_in("other.service"))));
    CHECK(image.disable("other").exited(0));
    CHECK_FALSE(std::filesystem::exists(image.path(drop_in("foo.service"))));
}

TEST_CASE("a_masked_unit_is_refused", "[units]")
{
    const Image image;
    std::filesystem::create_symlink("/dev/null", image.path("/etc/systemd/system/masked.service"));
    check_refused(image.enable("masked"), 2, "is masked");
    image.write("/etc/systemd/system/empty.service", "");
    check_refused(image.enable("empty"), 2, "is masked");
}

TEST_CASE("units_of_packages_are_found_too", "[units]")
{
    const Image image;
    image.write("/usr/lib/systemd/system/packaged.service", "[Service]\nExecStart=/usr/bin/food\n");
    CHECK(image.enable("packaged").exited(0));
    CHECK(std::filesystem::exists(image.path(drop_in("packaged.service"))));
}

TEST_CASE("what_is_no_name_of_a_service_is_refused", "[units]")
{
    const Image image;
    for (const char *name : {"../foo", "/etc/passwd", "foo/bar", "", ".service", "@.service", "a b", "foo\n", "foo;reboot", "*"}) {
        check_refused(image.enable(name), 2, "is no name of a unit");
        check_refused(image.disable(name), 2, "is no name of a unit");
    }
    check_refused(image.enable("foo.socket"), 2, "is no service");
    check_refused(image.enable("foo.timer"), 2, "is no service");
    check_refused(image.enable("absent"), 2, "no such unit");
    check_refused(image.enable(std::string(300, 'a')), 2, "is no name of a unit");
    check_refused(image.enable("foo", {"--now"}), 2, "--now");
    check_refused(run({{SAFECANCEL_TOOL, "enable", "foo", "--root", "/no/such/directory"}}), 2, "--root");
    check_refused(run({{SAFECANCEL_TOOL, "enable"}}), 2, "UNIT");
    check_refused(image.disable("foo", {"--stats"}), 2, "--stats");
}
