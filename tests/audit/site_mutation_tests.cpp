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
#include "mutations.hpp"
#include "site.h"

using namespace safecancel;

namespace {

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
    ObjectImage &object = image.holding(window->begin);
    const Change change = call_to_jump(object, *window);
    const Bytes before = object.code;
    std::copy(change.bytes.begin(), change.bytes.end(), object.at(change.at));
    const sc_audit_found bad = find(image);
    std::copy(before.begin(), before.end(), object.code.begin());
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
