/* SPDX-License-Identifier: MIT */
/* The functions that enable and disable, with a few bytes changed: they are not believed to be those any more. */
#include <catch.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "libc_image.hpp"

using namespace safecancel;

namespace {

using Bytes = std::vector<uint8_t>;

struct Change {
    const char *name;
    uint32_t in; /* SC_AUDIT_ENABLE or SC_AUDIT_DISABLE */
    Bytes from, to;
    const char *said;
};

const Bytes kFirst = {0x64, 0x48, 0x8b, 0x0c, 0x25, 0x10, 0x00, 0x00, 0x00}; /* mov %fs:0x10, %rcx */

const Change kChanges[] = {
    {"sets_another_bit", SC_AUDIT_ENABLE, {0x83, 0xce, 0x02}, {0x83, 0xce, 0x04},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    {"clears_another_bit", SC_AUDIT_DISABLE, {0x83, 0xe1, 0xfd}, {0x83, 0xe1, 0xfb},
     "changes cancelhandling otherwise than by the asynchronous bit"},
    {"changes_the_threads_head", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x37}, {0xf0, 0x0f, 0xb1, 0x31},
     "changes something other than cancelhandling"},
    {"exchanges_without_lock", SC_AUDIT_ENABLE, {0xf0, 0x0f, 0xb1, 0x37}, {0x90, 0x0f, 0xb1, 0x37},
     "an instruction the audit does not understand"},
    {"returns_the_threads_address", SC_AUDIT_ENABLE, {0x89, 0xf0, 0xc3}, {0x89, 0xc8, 0xc3},
     "does not return what cancelhandling was"},
    {"returns_at_once", SC_AUDIT_DISABLE, {0x83, 0xe7, 0x02}, {0xc3, 0x90, 0x90}, "does not change cancelhandling"},
    {"pushes_first", SC_AUDIT_ENABLE, kFirst, {0x50}, "does more than change cancelhandling"},
    {"calls_first", SC_AUDIT_ENABLE, kFirst, {0xe8, 0x00, 0x00, 0x00, 0x00}, "calls another function"},
};

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

/* Rest of a replaced instruction: nops. */
void apply(const Change &change, const sc_audit_window &window, ObjectImage *object)
{
    uint8_t *first = object->at(window.begin), *limit = object->at(window.after);
    uint8_t *place = std::search(first, limit, change.from.begin(), change.from.end());
    REQUIRE(place != limit);
    std::fill_n(place, change.from.size(), 0x90);
    std::copy(change.to.begin(), change.to.end(), place);
}

} // namespace

TEST_CASE("a_changed_enabling_or_disabling_function_leaves_no_windows")
{
    for (const Change &change : kChanges) {
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
            for (uint8_t value : {0x06, 0x0f, 0xc3, 0xe8, 0xeb, 0xf4}) {
                const uint8_t before = std::exchange(*object.at(at), value);
                const sc_audit_found found = find(image);
                *object.at(at) = before;
                CHECK((found.family == SC_AUDIT_FAMILY_NONE || found.sites == good.sites));
            }
    }
}
