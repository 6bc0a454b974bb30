/* SPDX-License-Identifier: MIT */
/* What the audit says of each pthread_testcancel of testcancel/<arch>/variants.S, and of this libc's own. */
#include <catch.hpp>

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <pthread.h>

#include <cstring>
#include <set>

#include "expected.hpp"
#include "layout.hpp"
#include "subjects.hpp"
#include "thunk_audit.h"

using namespace safecancel;

namespace {

const Expected *expected_of(const TestcancelFacts &facts)
{
    for (const Expected &expected : kExpected)
        if (strcmp(expected.name, facts.name) == 0)
            return &expected;
    return nullptr;
}

/* glibc's description of `cancelhandling` for debuggers; 0 where it is not exported. */
uint32_t described_offset()
{
    const void *found = dlvsym(RTLD_DEFAULT, "_thread_db_pthread_cancelhandling", "GLIBC_PRIVATE");
    if (found == nullptr)
        return 0;
    struct {
        uint32_t bits, count, offset;
    } description;
    memcpy(&description, found, sizeof description);
    return description.offset;
}

} // namespace

TEST_CASE("each_testcancel_gets_its_verdict")
{
    for (const TestcancelFacts &facts : all_testcancels())
        for (AuditFunction *audit : {own_audit(), shipped_audit()}) {
            INFO(facts.name);
            const Expected *expected = expected_of(facts);
            REQUIRE(expected != nullptr);
            const Answer answer = ask(audit, request_for(facts));
            const bool good = expected->said == nullptr;
            const std::string at = place("pthread_testcancel", facts.start, facts.defect);
            CHECK(answer.message == (good ? "" : at + expected->said));
            CHECK(answer.ok == good);
            CHECK(answer.result == 0);
        }
    CHECK(all_testcancels().size() == sizeof kExpected / sizeof *kExpected);
}

TEST_CASE("each_sentence_about_testcancel_has_a_variant")
{
    for (unsigned i = 0; testcancel_sentence(i) != nullptr; ++i) {
        unsigned said = 0;
        for (const Expected &expected : kExpected)
            said += expected.said != nullptr && strstr(expected.said, testcancel_sentence(i)) != nullptr;
        INFO(testcancel_sentence(i));
        CHECK(said != 0);
    }
}

TEST_CASE("bad_thunk_is_named_before_bad_testcancel")
{
    sc_audit_request request = request_for(*__start_sc_testcancels);
    request.testcancel.word_offset += 4;
    CHECK(ask(shipped_audit(), request).message.find("pthread_testcancel+") == 0);
    request.thunk.tested_bits = 4;
    CHECK(ask(shipped_audit(), request).message.find("thunk+") == 0);
}

TEST_CASE("this_libc_agrees_with_its_descriptors", "[libc]")
{
    const uint32_t offset = described_offset();
    if (offset == 0)
        SC_SKIP("this libc does not export where cancelhandling lies");
    void *code = dlsym(RTLD_DEFAULT, "pthread_testcancel");
    Dl_info info;
    const ElfW(Sym) *symbol = nullptr;
    REQUIRE(dladdr1(code, &info, reinterpret_cast<void **>(const_cast<ElfW(Sym) **>(&symbol)), RTLD_DL_SYMENT) != 0);
    REQUIRE(symbol != nullptr);
    const auto *bytes = static_cast<const unsigned char *>(code);
    sc_audit_request request = request_for(TestcancelFacts{"libc", bytes, bytes + symbol->st_size, bytes});
    const auto from_thread_pointer = static_cast<int32_t>(offset - head_distance());
    request.testcancel.word_offset = from_thread_pointer;
    CHECK(ask(shipped_audit(), request).message == "");
    request.testcancel.word_offset = from_thread_pointer + 4;
    CHECK_FALSE(ask(shipped_audit(), request).ok);
}
