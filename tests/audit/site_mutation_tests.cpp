/* SPDX-License-Identifier: MIT */
/*
 * A site with another byte in it is reported, and no other one is: in the
 * small libc, and in this program's own if it is of glibc <= 2.40.
 */
#include <catch.hpp>

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <string>

#include "libc_image.hpp"
#include "site.h"

using namespace safecancel;

namespace {

using Bytes = std::vector<uint8_t>;

/* Where in a site something is changed, and what to. */
struct Change {
    uint64_t at;
    Bytes bytes;
};

struct Mutation {
    const char *name;
    const char *said;
    const char *or_said; /* by the shape of the site; nullptr: that alone */
    bool leads_away;     /* so that nobody can tell which code is the site's */
    /* Nothing when this window has no place for it. */
    std::optional<Change> (*make)(const ObjectImage &, const sc_audit_window &);
};

const uint8_t *bytes_at(const ObjectImage &object, uint64_t address)
{
    return object.code.data() + (address - object.facts.start);
}

std::optional<Change> system_call_to_nops(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.end - 2, {0x90, 0x90}};
}

std::optional<Change> system_call_to_trap(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.end - 1, {0x0b}}; /* ud2 */
}

/* mov N(%rsp), register: the other direction is one bit. */
std::optional<Change> reload_to_store(const ObjectImage &object, const sc_audit_window &window)
{
    const uint8_t *code = bytes_at(object, window.begin);
    for (uint64_t i = 0; i + 3 < window.end - window.begin; ++i)
        if (code[i] == 0x8b && (code[i + 1] & 0xc7) == 0x44 && code[i + 2] == 0x24)
            return Change{window.begin + i, {0x89}};
    return {};
}

bool ends_in_call(const ObjectImage &object, const sc_audit_window &window)
{
    return window.after - window.end >= 5 && *bytes_at(object, window.after - 5) == 0xe8;
}

std::optional<Change> disables_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    if (!ends_in_call(object, window))
        return {};
    const uint8_t distance = *bytes_at(object, window.after - 3); /* in units of 256 bytes */
    return Change{window.after - 3, {static_cast<uint8_t>(distance ^ 1)}};
}

std::optional<Change> leaves_at_once(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0xc3}};
}

std::optional<Change> returns_instead_of_disabling(const ObjectImage &object, const sc_audit_window &window)
{
    return ends_in_call(object, window) ? std::optional(Change{window.after - 5, {0xc3}}) : std::nullopt;
}

std::optional<Change> no_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0x06}};
}

std::optional<Change> unknown_instruction(const ObjectImage &, const sc_audit_window &window)
{
    return Change{window.begin, {0x0f, 0xa2}}; /* cpuid */
}

std::optional<Change> second_system_call(const ObjectImage &object, const sc_audit_window &window)
{
    const bool room = ends_in_call(object, window) && window.after - window.end >= 7;
    return room ? std::optional(Change{window.end, {0x0f, 0x05}}) : std::nullopt;
}

/* ja, and a nop of four bytes, where the result is compared. */
std::optional<Change> back_to_the_window(const ObjectImage &object, const sc_audit_window &window)
{
    const uint64_t distance = window.end + 2 - window.begin;
    const uint8_t *code = bytes_at(object, window.end);
    const bool compares = ends_in_call(object, window) && code[0] == 0x48 && code[1] == 0x3d && distance <= 0x80;
    if (!compares)
        return {};
    return Change{window.end, {0x77, static_cast<uint8_t>(-distance), 0x0f, 0x1f, 0x40, 0x00}};
}

/* mov register, %edi, last before the call or before the result is kept: another register. */
std::optional<Change> disables_with_another_type(const ObjectImage &object, const sc_audit_window &window)
{
    const uint8_t *code = bytes_at(object, window.end);
    for (uint64_t i = 0; i + 1 < window.after - window.end; ++i)
        if (code[i] == 0x89 && (code[i + 1] & 0xc7) == 0xc7)
            return Change{window.end + i + 1, {static_cast<uint8_t>(code[i + 1] ^ 0x08)}};
    return {};
}

std::optional<Change> writes_elsewhere(const ObjectImage &object, const sc_audit_window &window)
{
    const bool room = ends_in_call(object, window) && window.after - window.end >= 7;
    return room ? std::optional(Change{window.end, {0x89, 0x02}}) : std::nullopt; /* mov %eax, (%rdx) */
}

constexpr Mutation kMutations[] = {
    /* Without a system call the result's place is written before it. */
    {"system_call_to_nops", "no system call between enabling and disabling", "writes memory before the system call",
     false, system_call_to_nops},
    {"system_call_to_trap", "an instruction the audit does not understand", nullptr, false, system_call_to_trap},
    {"reload_to_store", "writes memory before the system call", nullptr, false, reload_to_store},
    {"disables_elsewhere", "calls another function than the one that disables", nullptr, true, disables_elsewhere},
    {"leaves_at_once", "leaves without disabling", nullptr, true, leaves_at_once},
    {"returns_instead_of_disabling", "leaves without disabling", nullptr, true, returns_instead_of_disabling},
    {"no_instruction", "these bytes are no instruction", nullptr, true, no_instruction},
    {"unknown_instruction", "an instruction the audit does not understand", nullptr, false, unknown_instruction},
    {"second_system_call", "a second system call", nullptr, false, second_system_call},
    {"back_to_the_window", "reached both before and after a system call", nullptr, false, back_to_the_window},
    {"disables_with_another_type", "disables with something other than what enabling returned", nullptr, false,
     disables_with_another_type},
    {"writes_elsewhere", "writes memory other than its frame and errno", nullptr, false, writes_elsewhere},
};

sc_audit_found find(const LibcImage &image)
{
    static sc_audit_found found;
    const sc_audit_libc request = image.request();
    REQUIRE(sc_audit_windows(&request, &found) == 0);
    return found;
}

using Range = std::pair<uint64_t, uint64_t>;

std::set<Range> ranges(const sc_audit_found &found)
{
    std::set<Range> all;
    for (uint32_t i = 0; i < found.count; ++i)
        if (found.window[i].flags != SC_AUDIT_AS_LIBC)
            all.emplace(found.window[i].begin, found.window[i].after);
    return all;
}

/*
 * Where a site that is not understood has its code: what was one of its windows
 * is libc's to act in, and nothing else; or that cannot be told, and is said.
 */
void check_code_is_kept(const sc_audit_found &bad, const sc_audit_window &window)
{
    unsigned pieces = 0;
    bool has_call = false;
    for (uint32_t i = 0; i < bad.count; ++i) {
        const sc_audit_window &piece = bad.window[i];
        if (piece.flags != SC_AUDIT_AS_LIBC)
            continue;
        ++pieces;
        CHECK(piece.begin < piece.end);
        CHECK(piece.end == piece.after);
        has_call |= piece.begin <= window.begin && window.begin < piece.end;
    }
    CHECK(bad.unbounded == (pieces == 0 ? 1 : 0));
    CHECK(has_call == (pieces != 0));
}

/* The windows that are gone: one site's, so all within one function. */
void check_only_this_is_gone(const sc_audit_found &good, const sc_audit_found &bad, const sc_audit_window &window)
{
    constexpr uint64_t kLargestFunction = 0x1000;
    const std::set<Range> before = ranges(good), after = ranges(bad);
    CHECK(std::includes(before.begin(), before.end(), after.begin(), after.end()));
    CHECK(before.size() - after.size() <= 3);
    CHECK(after.count({window.begin, window.after}) == 0);
    for (const Range &range : before)
        if (after.count(range) == 0)
            CHECK((range.first < window.begin + kLargestFunction && window.begin < range.first + kLargestFunction));
}

bool is_reported(const sc_audit_found &bad, const char *said)
{
    return said != nullptr && std::any_of(bad.unknown, bad.unknown + SC_AUDIT_UNKNOWN,
                                          [&](const char *line) { return strstr(line, said) != nullptr; });
}

/* The sentences that were said, of all there are. */
std::set<std::string> said_so_far;

void note_said(const sc_audit_found &bad)
{
    for (unsigned i = 0; site_sentence(i) != nullptr; ++i)
        if (is_reported(bad, site_sentence(i)))
            said_so_far.insert(site_sentence(i));
}

/* How many windows had a place for it, and for how many of these the code could be told. */
struct Tried {
    unsigned all, bounded;
};

Tried try_everywhere(LibcImage &image, const Mutation &mutation)
{
    unsigned tried = 0, bounded = 0;
    const sc_audit_found good = find(image);
    for (uint32_t i = 0; i < good.count; ++i) {
        const sc_audit_window &window = good.window[i];
        if (window.flags != SC_AUDIT_CALLS)
            continue;
        ObjectImage &object = image.holding(window.begin);
        const std::optional<Change> change = mutation.make(object, window);
        if (!change)
            continue;
        INFO(mutation.name << " in " << window.name);
        const Bytes before = object.code;
        std::copy(change->bytes.begin(), change->bytes.end(), object.at(change->at));
        const sc_audit_found bad = find(image);
        std::copy(before.begin(), before.end(), object.code.begin());
        CHECK(bad.sites == good.sites - 1);
        CHECK(bad.not_understood == good.not_understood + 1);
        INFO(bad.unknown[0]);
        CHECK((is_reported(bad, mutation.said) || is_reported(bad, mutation.or_said)));
        check_only_this_is_gone(good, bad, window);
        check_code_is_kept(bad, window);
        bounded += bad.unbounded == 0;
        note_said(bad);
        ++tried;
    }
    return {tried, bounded};
}

void jump_instead_of_call(LibcImage &image)
{
    const sc_audit_found good = find(image);
    const auto *limit = good.window + good.count;
    const auto *window = std::find_if(good.window, limit, [](const sc_audit_window &one) {
        return one.flags == SC_AUDIT_CALLS && one.name == std::string("read");
    });
    REQUIRE(window != limit);
    uint8_t &call = *image.holding(window->begin).at(window->begin - 5);
    call = 0xe9;
    const sc_audit_found bad = find(image);
    call = 0xe8;
    CHECK(bad.sites == good.sites - 1);
    CHECK(bad.not_understood == good.not_understood + 1);
    check_only_this_is_gone(good, bad, *window);
    note_said(bad);
}

} // namespace

TEST_CASE("a_changed_site_of_the_small_libc_is_reported_and_no_other")
{
    LibcImage image({SC_MARKED_LIBC});
    for (const Mutation &mutation : kMutations) {
        INFO(mutation.name);
        const Tried tried = try_everywhere(image, mutation);
        CHECK(tried.all >= 4);
        CHECK((tried.bounded == 0) == mutation.leads_away); /* what a change overlaps may be no instruction any more */
    }
    jump_instead_of_call(image);
    for (unsigned i = 0; site_sentence(i) != nullptr; ++i) {
        INFO(site_sentence(i));
        CHECK(said_so_far.count(site_sentence(i)) == 1);
    }
}

TEST_CASE("a_changed_site_of_this_libc_is_reported_and_no_other", "[marked]")
{
    LibcImage image(running_libc_paths());
    if (find(image).family != SC_AUDIT_FAMILY_MARKED)
        SC_SKIP("the points of this libc are not marked: it has no sites");
    for (const Mutation &mutation : kMutations) {
        INFO(mutation.name);
        CHECK(try_everywhere(image, mutation).all >= 20);
    }
}
