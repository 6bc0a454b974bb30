/* SPDX-License-Identifier: MIT */
/*
 * The audit on a thunk that is wrong in any way at all: it answers, and the
 * answer is no.  Bytes are given in heap blocks of their exact size, so that
 * the sanitizer build sees a read beyond them.
 */
#include <catch.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "disassembler.h"
#include "forms.hpp"
#include "subjects.hpp"

using namespace safecancel;

namespace {

/* A copy of the real thunk, to be damaged; the facts stay those of the original. */
struct Copy {
    explicit Copy(size_t size) : size(size), bytes(new uint8_t[size])
    {
        std::copy_n(real_thunk().start, size, bytes.get());
    }

    sc_audit_request request(bool with_linked) const
    {
        sc_audit_request made = request_for(real_thunk());
        made.thunk.code = bytes.get();
        made.thunk.linked = with_linked ? real_thunk().start : nullptr;
        made.thunk.size = size;
        return made;
    }

    size_t size;
    std::unique_ptr<uint8_t[]> bytes;
};

size_t real_size()
{
    return static_cast<size_t>(real_thunk().limit - real_thunk().start);
}

/* What Capstone prints for each instruction of the bytes, as they would run at the thunk's address. */
std::vector<std::string> printed(const uint8_t *code, size_t size)
{
#ifndef SC_CAPSTONE_SHARED
    cs_opt_mem memory = {malloc, calloc, realloc, free, vsnprintf};
    cs_option(0, CS_OPT_MEM, reinterpret_cast<size_t>(&memory)); /* in place of the audit's, until its next `open` */
#endif
    csh handle = 0;
    REQUIRE(cs_open(kProcessor, kProcessorMode, &handle) == CS_ERR_OK);
    cs_insn *list = nullptr;
    const size_t count = cs_disasm(handle, code, size, reinterpret_cast<uint64_t>(real_thunk().start), 0, &list);
    std::vector<std::string> lines;
    for (size_t i = 0; i < count; ++i)
        lines.push_back(std::string(list[i].mnemonic) + " " + list[i].op_str);
    cs_free(list, count);
    cs_close(&handle);
    return lines;
}

/*
 * Both are the same instructions.  One may be another: where the request is
 * stored again after act, which repeats what saving it on the stack left in
 * that slot, so that the instruction may as well do nothing.
 */
bool mean_the_same(const std::vector<std::string> &original, const std::vector<std::string> &changed)
{
    const std::string store = original.front();
    if (original.size() != changed.size())
        return false;
    for (size_t i = 0; i < original.size(); ++i)
        if (original[i] != changed[i] && (i == 0 || original[i] != store) && !does_the_same(original[i], changed[i]))
            return false;
    return true;
}

/* Numbers that look random and are the same in every run (Marsaglia's xorshift). */
class Numbers {
public:
    uint64_t next()
    {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

private:
    uint64_t state_ = 88172645463325252u;
};

void fill(uint8_t *bytes, size_t size, Numbers *numbers)
{
    for (size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<uint8_t>(numbers->next() >> 32);
}

} // namespace

TEST_CASE("each_changed_byte_is_refused_when_the_linked_bytes_are_known")
{
    Copy copy(real_size());
    CHECK(ask(own_audit(), copy.request(true)).ok);
    for (size_t i = 0; i < copy.size; ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            copy.bytes[i] ^= static_cast<uint8_t>(1u << bit);
            const Answer answer = ask(own_audit(), copy.request(true));
            copy.bytes[i] ^= static_cast<uint8_t>(1u << bit);
            if (answer.ok || answer.message.find(": the byte in memory is not the one") == std::string::npos)
                FAIL("byte " << i << " bit " << bit << ": " << answer.message);
        }
}

/* Without the linked bytes, what passes must be another encoding of the same instructions. */
TEST_CASE("each_changed_byte_is_refused_or_means_the_same")
{
    const std::vector<std::string> original = printed(real_thunk().start, real_size());
    Copy copy(real_size());
    for (size_t i = 0; i < copy.size; ++i)
        for (unsigned value = 0; value < 256; ++value) {
            const uint8_t was = copy.bytes[i];
            copy.bytes[i] = static_cast<uint8_t>(value);
            const Answer answer = ask(own_audit(), copy.request(false));
            if (answer.ok && value != was && !mean_the_same(original, printed(copy.bytes.get(), copy.size)))
                FAIL_CHECK("byte " << i << " = " << value << " passes");
            if (answer.ok != answer.message.empty() || answer.result != 0)
                FAIL_CHECK("byte " << i << " = " << value << ": " << answer.message);
            copy.bytes[i] = was;
        }
}

TEST_CASE("each_shortened_thunk_is_refused")
{
    for (size_t size = 0; size < real_size(); ++size) {
        const Copy copy(size);
        INFO(size);
        CHECK_FALSE(ask(own_audit(), copy.request(false)).ok);
        CHECK_FALSE(ask(shipped_audit(), copy.request(false)).ok);
    }
}

TEST_CASE("each_wrong_fact_is_refused")
{
    std::vector<uint64_t sc_audit_thunk::*> facts = {&sc_audit_thunk::begin,  &sc_audit_thunk::end,
                                                     &sc_audit_thunk::cancel, &sc_audit_thunk::act,
                                                     &sc_audit_thunk::failed, &sc_audit_thunk::request_offset,
                                                     &sc_audit_thunk::depth_cell};
    if (real_thunk().entry_cell != nullptr)
        facts.push_back(&sc_audit_thunk::entry_cell);
    for (size_t i = 0; i < facts.size(); ++i)
        for (int64_t by = -200; by <= 200; ++by) {
            sc_audit_request request = request_for(real_thunk());
            request.thunk.*facts[i] += static_cast<uint64_t>(by);
            if (ask(own_audit(), request).ok != (by == 0))
                FAIL("fact " << i << " off by " << by);
        }
}

TEST_CASE("each_other_tested_bit_is_refused")
{
    sc_audit_request request = request_for(real_thunk());
    for (unsigned bit = 0; bit < 256; ++bit) {
        request.thunk.tested_bits = static_cast<uint32_t>(bit);
        CHECK(ask(own_audit(), request).ok == (bit == real_thunk().tested));
    }
}

TEST_CASE("random_bytes_are_refused")
{
    Numbers numbers;
    for (unsigned round = 0; round < 3000; ++round) {
        Copy copy(1 + numbers.next() % real_size());
        fill(copy.bytes.get(), copy.size, &numbers);
        const sc_audit_request request = copy.request(false);
        if (ask(own_audit(), request).ok)
            FAIL("round " << round);
    }
}

TEST_CASE("random_bytes_inside_a_thunk_do_no_harm")
{
    Numbers numbers;
    for (unsigned round = 0; round < 3000; ++round) {
        Copy copy(real_size());
        const size_t first = numbers.next() % copy.size;
        fill(copy.bytes.get() + first, numbers.next() % (copy.size - first) % 8, &numbers);
        const Answer answer = ask(own_audit(), copy.request(false));
        if (answer.ok != answer.message.empty() || answer.result != 0)
            FAIL("round " << round << ": " << answer.message);
    }
}

TEST_CASE("random_testcancel_is_refused")
{
    Numbers numbers;
    for (unsigned round = 0; round < 3000; ++round) {
        const size_t size = numbers.next() % 64;
        const std::unique_ptr<uint8_t[]> bytes(new uint8_t[size]);
        fill(bytes.get(), size, &numbers);
        const TestcancelFacts facts = {"random", bytes.get(), bytes.get() + size, bytes.get()};
        const Answer answer = ask(own_audit(), request_for(facts));
        if (answer.ok || answer.message.find("pthread_testcancel+0x") != 0)
            FAIL("round " << round << ": " << answer.message);
    }
}

TEST_CASE("each_bit_that_the_test_has_not_or_lacks_is_refused")
{
    for (const bool second : {false, true})
        for (unsigned bit = 0; bit < 32; ++bit) {
            sc_audit_request request = request_for(real_thunk(second));
            request.thunk.tested_bits ^= 1u << bit;
            CHECK_FALSE(ask(own_audit(), request).ok);
        }
}

TEST_CASE("audit_of_another_version_does_not_run")
{
    sc_audit_request request = request_for(real_thunk());
    request.version = SC_AUDIT_VERSION + 1;
    const Answer answer = ask(shipped_audit(), request);
    CHECK(answer.result == -1);
    CHECK_FALSE(answer.ok);
    CHECK(answer.message == "the audit could not run: it is of version " + std::to_string(SC_AUDIT_VERSION) + ", not " +
                                std::to_string(SC_AUDIT_VERSION + 1));
}

#ifndef SC_CAPSTONE_SHARED

TEST_CASE("audit_without_memory_does_not_run")
{
    void *object = dlopen(SC_SMALL_AUDIT_OBJECT, RTLD_NOW | RTLD_LOCAL);
    INFO(dlerror());
    REQUIRE(object != nullptr);
    auto *audit = reinterpret_cast<AuditFunction *>(dlsym(object, "sc_audit"));
    REQUIRE(audit != nullptr);
    for (int round = 0; round < 2; ++round) {
        const Answer answer = ask(audit, request_for(real_thunk()));
        CHECK(answer.result == -1);
        CHECK_FALSE(answer.ok);
        CHECK(answer.message == "the audit could not run: Capstone has no memory");
    }
    dlclose(object);
}

/* Capstone does not survive running out halfway, so there is to be plenty. */
TEST_CASE("audit_uses_less_than_a_quarter_of_its_memory")
{
    for (const ThunkFacts &facts : all_thunks()) {
        ask(own_audit(), request_for(facts));
        INFO(facts.name);
        CHECK(arena_used() > 0);
        CHECK(arena_used() < 64 * 1024);
    }
}

/* The session is kept, and with it whatever Capstone did not give back. */
TEST_CASE("audit_uses_no_more_memory_the_more_it_decodes")
{
    Copy copy(real_size());
    ask(own_audit(), copy.request(false));
    const size_t used = arena_used();
    for (unsigned value = 0; value < 256; ++value) {
        copy.bytes[3] = static_cast<uint8_t>(value);
        ask(own_audit(), copy.request(false));
    }
    CHECK(arena_used() == used);
}

#endif
