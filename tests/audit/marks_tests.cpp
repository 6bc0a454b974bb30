/* SPDX-License-Identifier: MIT */
/* The functions that enable and disable, with a few bytes changed: they are not believed to be those any more. */
#include <catch.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "changes.hpp"
#include "libc_image.hpp"

using namespace safecancel;

namespace {

sc_audit_found find(const LibcImage &image)
{
    static sc_audit_found found;
    const sc_audit_libc request = image.request();
    REQUIRE(sc_audit_windows(&request, &found) == 0);
    return found;
}

/* The window of the function of this kind. */
sc_audit_window function_of(const sc_audit_found &found, uint32_t kind)
{
    const auto *limit = found.window + found.count;
    const auto *window =
        std::find_if(found.window, limit, [&](const sc_audit_window &one) { return one.flags == kind; });
    REQUIRE(window != limit);
    return *window;
}

void apply(const MarkChange &change, const sc_audit_window &window, ObjectImage *object)
{
    uint8_t *first = object->at(window.begin), *limit = object->at(window.after);
    uint8_t *place = std::search(first, limit, change.from.begin(), change.from.end());
    REQUIRE(place != limit);
    std::copy(change.to.begin(), change.to.end(), place);
}

} // namespace

TEST_CASE("a_changed_enabling_or_disabling_function_leaves_no_windows")
{
    for (const MarkChange &change : kChanges) {
        INFO(change.name);
        LibcImage image({SC_MARKED_LIBC});
        apply(change, function_of(find(image), change.in), image.objects[0].get());
        const sc_audit_found found = find(image);
        INFO(found.message);
        CHECK(found.family == SC_AUDIT_FAMILY_NONE);
        CHECK(found.count == 0);
        CHECK(found.sites == 0);
        CHECK(strstr(found.message, change.said) != nullptr);
    }
}

/* Whatever stands there: either it is still understood as the same, or nothing is. */
TEST_CASE("any_other_byte_in_those_functions_is_answered")
{
    LibcImage image({SC_MARKED_LIBC});
    const sc_audit_found good = find(image);
    for (uint32_t kind : {SC_AUDIT_ENABLE, SC_AUDIT_DISABLE}) {
        const sc_audit_window window = function_of(good, kind);
        ObjectImage &object = image.holding(window.begin);
        for (uint64_t at = window.begin; at < window.after; ++at)
            for (uint8_t value : kValues) {
                const uint8_t before = std::exchange(*object.at(at), value);
                const sc_audit_found found = find(image);
                *object.at(at) = before;
                CHECK((found.family == SC_AUDIT_FAMILY_NONE || found.sites == good.sites));
            }
    }
}
