/* SPDX-License-Identifier: MIT */
/* disable removes what enable wrote, and nothing else. */
#include "catch.hpp"
#include "image.h"

using namespace safecancel;

TEST_CASE("disable_leaves_nothing_behind", "[disable]")
{
    const Image image;
    CHECK(image.enable("foo").exited(0));
    const Outcome outcome = image.disable("foo");
    INFO(outcome.describe());
    CHECK(outcome.exited(0));
    CHECK(outcome.out.find("removed") == 0);
    CHECK_FALSE(std::filesystem::exists(image.path("/etc/systemd/system/foo.service.d")));
    CHECK(std::filesystem::exists(image.path("/etc/systemd/system/foo.service")));

    const Outcome again = image.disable("foo");
    CHECK(again.exited(0));
    CHECK(again.out.find("not there") == 0);
}

TEST_CASE("a_directory_with_something_else_stays", "[disable]")
{
    const Image image;
    image.write("/etc/systemd/system/foo.service.d/other.conf", "[Service]\nNice=1\n");
    CHECK(image.enable("foo").exited(0));
    CHECK(image.disable("foo").exited(0));
    CHECK(std::filesystem::exists(image.path("/etc/systemd/system/foo.service.d/other.conf")));
    CHECK_FALSE(std::filesystem::exists(image.path(drop_in("foo.service"))));
}

TEST_CASE("a_file_that_was_edited_is_left_alone", "[disable]")
{
    const Image image;
    const std::string file = drop_in("foo.service");
    CHECK(image.enable("foo").exited(0));
    const std::string edited = content_of(image.path(file)) + "Nice=1\n";
    image.write(file, edited);
    check_refused(image.disable("foo"), 2, "edited");
    check_refused(image.enable("foo", {"--stats"}), 2, "edited");
    CHECK(content_of(image.path(file)) == edited);
}

TEST_CASE("a_file_that_is_not_ours_is_left_alone", "[disable]")
{
    const Image image;
    const std::string file = drop_in("foo.service");
    for (const char *content : {"", "[Service]\nEnvironment=A=b\n", "# Written by safecancel enable"}) {
        image.write(file, content);
        check_refused(image.disable("foo"), 2, "not written by safecancel");
        check_refused(image.enable("foo"), 2, "not written by safecancel");
        CHECK(content_of(image.path(file)) == content);
    }
    std::filesystem::remove(image.path(file));
    image.write("/elsewhere", "somebody's");
    std::filesystem::create_symlink(image.path("/elsewhere"), image.path(file));
    check_refused(image.enable("foo"), 2, "not written by safecancel");
    check_refused(image.disable("foo"), 2, "not written by safecancel");
    CHECK(content_of(image.path("/elsewhere")) == "somebody's");
}

TEST_CASE("of_a_unit_that_is_gone_what_was_written_can_be_removed", "[disable]")
{
    const Image image;
    CHECK(image.enable("foo").exited(0));
    std::filesystem::remove(image.path("/etc/systemd/system/foo.service"));
    CHECK(image.disable("foo").exited(0));
    CHECK_FALSE(std::filesystem::exists(image.path(drop_in("foo.service"))));
    check_refused(image.disable("foo"), 2, "no such unit");
}
