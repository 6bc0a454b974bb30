/* SPDX-License-Identifier: MIT */
/* What the doctor says of each defect is what this glibc has, and nothing with the shim. */
#include "catch.hpp"
#include "doctor.h"
#include "libc.h"

using namespace safecancel;

namespace {

std::string here_if(bool has)
{
    return has ? "here" : "not here";
}

/* A script in the probe's place, which passes on what `cases` does not take. */
std::string replaced_probe(const TemporaryDirectory &stage, const std::string &cases)
{
    return stage.write("probe", "#!/bin/sh\ncase $1 in\n" + cases + "\nesac\nexec " SAFECANCEL_PROBE " \"$@\"\n", 0755);
}

std::string why(const Json &examination, const std::string &id, const std::string &who)
{
    for (const Json &defect : examination.at("defects"))
        if (defect.at("id") == id)
            return defect.at(who).value("why", "");
    return "";
}

}  // namespace

TEST_CASE("each_defect_is_found_where_this_glibc_has_it_and_none_with_the_shim", "[defects]")
{
    const Json found = examine({"--defects"}, 0);
    INFO(found.dump(1));
    const bool old = libc_loses_results();
    REQUIRE(found.at("defects").size() == 8);
    CHECK(verdict(found, "D1", "glibc") == here_if(old));
    CHECK(verdict(found, "D2", "glibc") == here_if(old));
    CHECK(verdict(found, "D3", "glibc") == here_if(!old));
    CHECK(verdict(found, "D4", "glibc") == here_if(!old));
    CHECK(verdict(found, "D5", "glibc") == "not here");
    CHECK(verdict(found, "D7", "glibc") == here_if(libc_forgets_fortified_calls()));
    CHECK(verdict(found, "D8", "glibc") == "here");
    for (const char *id : {"D1", "D2", "D3", "D4", "D5", "D7", "D8"})
        CHECK(verdict(found, id, "shim") == "not here");
    CHECK(verdict(found, "D6", "shim") != "here");
    CHECK_FALSE(found.contains("audit"));
}

TEST_CASE("a_shim_that_stands_aside_shows_glibcs_defects", "[defects]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--defects", "--library", object_with(stage, SAFECANCEL_REFUSING)}, 1);
    INFO(found.dump(1));
    CHECK(found.at("level").at("name") == "off");
    for (const char *id : {"D1", "D2", "D3", "D4", "D7", "D8"})
        CHECK(verdict(found, id, "shim") == verdict(found, id, "glibc"));
}

TEST_CASE("requests_that_meet_nothing_leave_the_answer_open", "[variants]")
{
    for (const char *variant : {"LATE", "EARLY"}) {
        const Json found = examine({"--only", "D1,D8", "--probe", std::string(SAFECANCEL_VARIANTS) + variant}, 0);
        INFO(variant << found.dump(1));
        CHECK(verdict(found, "D1", "glibc") == "inconclusive");
        CHECK(verdict(found, "D1", "shim") == "inconclusive");
        CHECK(why(found, "D1", "glibc").find("met the situation in 0 of ") != std::string::npos);
        CHECK(verdict(found, "D8", "glibc") == "here");
    }
}

TEST_CASE("a_point_that_takes_longer_is_found_dear", "[variants]")
{
    const Json found = examine({"--only", "D6", "--probe", std::string(SAFECANCEL_VARIANTS) + "DEAR"}, 0);
    INFO(found.dump(1));
    CHECK(verdict(found, "D6", "glibc") == "here");
    CHECK(verdict(found, "D6", "shim") == "here");
}

TEST_CASE("a_probe_that_dies_or_raves_or_hangs_decides_nothing", "[variants]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--only", "D1,D2,D3,D4,D5,D8", "--probe", replaced_probe(stage, "D1) kill -9 $$;;\n"
                                                                              "D2) echo nonsense; echo done; exit 0;;\n"
                                                                              "D3) echo done; exit 0;;\n"
                                                                              "D4) echo x tried=5 met=5 seen=0; exit 0;;\n"
                                                                              "D5) exec sleep 100;;")}, 0);
    INFO(found.dump(1));
    for (const char *id : {"D1", "D2", "D3", "D4", "D5"})
        for (const char *who : {"glibc", "shim"})
            CHECK(verdict(found, id, who) == "inconclusive");
    CHECK(why(found, "D1", "glibc").find("signal 9") != std::string::npos);
    CHECK(why(found, "D2", "glibc").find("nonsense") != std::string::npos);
    CHECK(why(found, "D3", "glibc").find("tried nothing") != std::string::npos);
    CHECK(why(found, "D5", "glibc").find("in time") != std::string::npos);
    CHECK(verdict(found, "D8", "glibc") == "here");
}

TEST_CASE("a_defect_seen_with_the_shim_is_status_1", "[variants]")
{
    const TemporaryDirectory stage;
    const Json found = examine({"--only", "D7", "--probe",
                                replaced_probe(stage, "D7) echo x tried=5 met=5 seen=1; echo done; exit 0;;")}, 1);
    CHECK(found.at("level").at("name") == "full");
    CHECK(found.at("good") == false);
    CHECK(verdict(found, "D7", "shim") == "here");
}
