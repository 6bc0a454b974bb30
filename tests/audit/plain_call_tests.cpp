/* SPDX-License-Identifier: MIT */
/*
 * The system call that the points of glibc >= 2.41 make where nobody can cancel,
 * in the small libc: where it is, and that whatever is not understood of it costs
 * no other window.
 */
#include <catch.hpp>

#include <link.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "changes.hpp"
#include "code.hpp"
#include "libc_image.hpp"
#include "plain.hpp"
#include "plain_call.h"

using namespace safecancel;

namespace {

sc_audit_found find(const LibcImage &image)
{
    static sc_audit_found found;
    const sc_audit_libc request = image.request();
    REQUIRE(sc_audit_windows(&request, &found) == 0);
    return found;
}

/* The small unmarked libc, and what is where in it. */
struct SmallLibc {
    LibcImage image{{SC_UNMARKED_LIBC}};
    ObjectImage &object = *image.objects[0];

    const ElfW(Sym) & symbol(const char *name) const
    {
        const auto *symbols = static_cast<const ElfW(Sym) *>(object.facts.symbols);
        for (size_t i = 0; i < object.facts.symbol_count; ++i)
            if (strcmp(object.facts.strings + symbols[i].st_name, name) == 0)
                return symbols[i];
        throw std::runtime_error(std::string("no symbol ") + name);
    }

    uint64_t address(const char *name) const { return object.facts.base + symbol(name).st_value; }

    void put(uint64_t at, const Bytes &bytes) { std::copy(bytes.begin(), bytes.end(), object.at(at)); }
};

const sc_audit_window *plain_of(const sc_audit_found &found)
{
    for (uint32_t i = 0; i < found.count; ++i)
        if ((found.window[i].flags & SC_AUDIT_PLAIN) != 0)
            return &found.window[i];
    return nullptr;
}

/* The window of all points is there, as ever. */
void check_ordinary(const SmallLibc &libc, const sc_audit_found &found)
{
    CHECK(found.family == SC_AUDIT_FAMILY_UNMARKED);
    CHECK(found.sites == 1);
    CHECK(found.not_understood == 0);
    REQUIRE(found.count == 1 + found.plain);
    const sc_audit_window &window = found.window[found.count - 1];
    CHECK(window.flags == (SC_AUDIT_CALLS | SC_AUDIT_ARCH));
    CHECK(window.begin == libc.address("sc_arch"));
    CHECK(window.end == libc.address("sc_arch_end"));
}

void check_plain(const SmallLibc &libc, const sc_audit_found &found, uint64_t begin, uint64_t end)
{
    check_ordinary(libc, found);
    CHECK(found.plain == 1);
    CHECK(found.no_plain == std::string());
    const sc_audit_window *plain = plain_of(found);
    REQUIRE(plain != nullptr);
    CHECK(plain->flags == (SC_AUDIT_CALLS | SC_AUDIT_PLAIN));
    CHECK(plain->number == SC_AUDIT_NUMBER_UNKNOWN);
    CHECK(plain->begin == begin);
    CHECK(plain->end == end);
    CHECK(plain->after == end);
}

void check_no_plain(const SmallLibc &libc, const sc_audit_found &found, const char *said)
{
    check_ordinary(libc, found);
    CHECK(found.plain == 0);
    CHECK(found.no_plain == std::string(said));
    CHECK(plain_of(found) == nullptr);
    CHECK(found.helper[0] == 0);
}

/* Where sc_internal is to be changed. */
uint64_t place_of(SmallLibc &libc, const PlainChange &change)
{
    const ElfW(Sym) &function = libc.symbol("sc_internal");
    const uint64_t start = libc.address("sc_internal");
    if (change.from.empty())
        return libc.address("sc_plain");
    const uint8_t *first = libc.object.at(start), *limit = first + function.st_size;
    const uint8_t *place = std::search(first, limit, change.from.begin(), change.from.end());
    REQUIRE(place != limit);
    return start + static_cast<uint64_t>(place - first);
}

/* The call in `function` of another. */
uint64_t call_in(SmallLibc &libc, const char *function, uint64_t target)
{
    const uint64_t start = libc.address(function), limit = start + libc.symbol(function).st_size;
    for (uint64_t at = start; at + kCallSize <= limit; at += kStep)
        if (goes_to(libc.object.at(at), at, target))
            return at;
    throw std::runtime_error(std::string("no such call in ") + function);
}

} // namespace

TEST_CASE("the_plain_system_call_of_the_small_libc_is_a_window")
{
    const SmallLibc libc;
    const sc_audit_found found = find(libc.image);
    check_plain(libc, found, libc.address("sc_plain"), libc.address("sc_plain_end"));
    CHECK(found.helper[0] == (kPlainHelper != nullptr ? libc.address(kPlainHelper) : 0));
    CHECK(plain_of(found)->name == std::string("sc_internal"));
}

TEST_CASE("a_marked_libc_has_no_plain_system_call")
{
    const sc_audit_found found = find(LibcImage({SC_MARKED_LIBC}));
    CHECK(found.plain == 0);
    CHECK(found.no_plain == std::string());
    CHECK(plain_of(found) == nullptr);
}

TEST_CASE("a_changed_plain_system_call_is_no_window_and_costs_no_other")
{
    std::set<std::string> said;
    for (const PlainChange &change : kPlainChanges) {
        INFO(change.name);
        SmallLibc libc;
        const uint64_t at = place_of(libc, change);
        libc.put(at, change.to);
        const sc_audit_found found = find(libc.image);
        INFO(found.no_plain);
        if (change.said == nullptr) {
            check_plain(libc, found, at, at + change.size);
            continue;
        }
        check_no_plain(libc, found, change.said);
        said.insert(change.said);
    }
    for (unsigned i = 0; plain_call_sentence(i) != nullptr; ++i) {
        INFO(plain_call_sentence(i));
        CHECK(said.count(plain_call_sentence(i)) == 1);
    }
}

TEST_CASE("points_that_come_by_different_functions_have_no_plain_system_call")
{
    SmallLibc libc;
    const uint64_t call = call_in(libc, "msync", libc.address("sc_syscall_cancel"));
    libc.put(call, transfer(call, libc.address("sc_arch"), true));
    check_no_plain(libc, find(libc.image), "points come to their system call through different functions");
}

TEST_CASE("a_plain_system_call_inside_the_other_window_is_none")
{
    SmallLibc libc;
    const uint64_t end = libc.address("sc_arch_end"), at = libc.address("sc_plain") - kBeforePlain;
    const size_t size = system_call_size(libc.object.at(libc.address("sc_arch")), libc.object.at(end));
    REQUIRE(size != 0);
    libc.put(at, transfer(at, end - size, false));
    check_no_plain(libc, find(libc.image), "the plain system call is inside the other window");
}

/* Whatever stands there: it is the same window, or none; and the other one is as it was, or nothing is. */
TEST_CASE("any_other_byte_beside_the_plain_system_call_is_answered")
{
    SmallLibc libc;
    const uint64_t start = libc.address("sc_internal"), limit = start + libc.symbol("sc_internal").st_size;
    const uint64_t begin = libc.address("sc_plain"), end = libc.address("sc_plain_end");
    unsigned refused = 0;
    for (uint64_t at = start; at < limit; ++at)
        for (uint8_t value : kValues) {
            INFO("+" << at - start << " = " << unsigned{value});
            const uint8_t before = std::exchange(*libc.object.at(at), value);
            const sc_audit_found found = find(libc.image);
            *libc.object.at(at) = before;
            const sc_audit_window *plain = plain_of(found);
            CHECK((plain == nullptr) == (found.plain == 0));
            CHECK((plain == nullptr || (plain->begin == begin && plain->end == end)));
            const bool nothing = found.family == SC_AUDIT_FAMILY_NONE && found.count == 0;
            CHECK((nothing || found.window[found.count - 1].end == libc.address("sc_arch_end")));
            refused += found.family == SC_AUDIT_FAMILY_UNMARKED && plain == nullptr;
        }
    CHECK(refused > 10);
}
