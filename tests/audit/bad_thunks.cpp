/* SPDX-License-Identifier: MIT */
/* What the audit says of each bad thunk is what thunks/<arch>/expectations.cpp has. */
#include <catch.hpp>

#include <cstring>
#include <set>

#include "expectations.hpp"
#include "subjects.hpp"
#include "thunk_audit.h"

using namespace safecancel;

namespace {

bool is_good(const ThunkFacts &facts)
{
    return strncmp(facts.name, "good", 4) == 0;
}

std::string message_for(const ThunkFacts &facts, const Defect &defect, const char *sentence)
{
    const std::string mnemonic = *defect.mnemonic != '\0' ? std::string(" (") + defect.mnemonic + ")" : "";
    return place("thunk", facts.start, facts.defect) + mnemonic + ": " + sentence;
}

} // namespace

TEST_CASE("good_thunk_passes")
{
    for (const bool second : {false, true})
        for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
            const Answer answer = ask(audit, request_for(real_thunk(second)));
            INFO(real_thunk(second).name);
            CHECK(answer.message == "");
            CHECK(answer.ok);
            CHECK(answer.result == 0);
        }
}

TEST_CASE("harmless_choices_pass")
{
    unsigned count = 0;
    for (const ThunkFacts &facts : all_thunks())
        if (is_good(facts))
            for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
                INFO(facts.name);
                CHECK(ask(audit, request_for(facts)).message == "");
                CHECK(ask(audit, request_for(facts)).ok);
                ++count;
            }
    CHECK(count >= 2 * 8);
}

TEST_CASE("each_bad_thunk_is_refused_with_its_message")
{
    for (const Expected &expected : expectations())
        for (const Defect &defect : expected.defects)
            for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
                INFO(defect.name);
                const ThunkFacts &facts = thunk_named(defect.name);
                const Answer answer = ask(audit, request_for(facts));
                CHECK(answer.message == message_for(facts, defect, expected.sentence));
                CHECK_FALSE(answer.ok);
                CHECK(answer.result == 0);
            }
}

TEST_CASE("each_bad_thunk_has_one_expected_message")
{
    std::multiset<std::string> named;
    for (const Expected &expected : expectations())
        for (const Defect &defect : expected.defects)
            named.insert(defect.name);
    for (const ThunkFacts &facts : all_thunks()) {
        INFO(facts.name);
        CHECK(named.count(facts.name) == (is_good(facts) ? 0u : 1u));
    }
    CHECK(named.size() >= 15);
}

TEST_CASE("each_rule_has_a_bad_thunk")
{
    std::set<std::string> expected, sentences;
    for (const Expected &row : expectations())
        expected.insert(row.sentence);
    for (const char *sentence : impossible())
        CHECK(expected.insert(sentence).second);
    for (unsigned i = 0; thunk_sentence(i) != nullptr; ++i)
        sentences.insert(thunk_sentence(i));
    CHECK(sentences == expected);
    CHECK(sentences.size() == expectations().size() + impossible().size());
}
