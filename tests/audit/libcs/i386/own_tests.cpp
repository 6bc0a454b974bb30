/* SPDX-License-Identifier: MIT */
/* 32-bit x86: what the audit says of the small libcs when the stack, or a function that a point calls, is another. */
#include <catch.hpp>

#include <link.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "edits.hpp"

using namespace safecancel;

namespace {

sc_audit_found find(const LibcImage &image)
{
    static sc_audit_found found;
    const sc_audit_libc request = image.request();
    REQUIRE(sc_audit_windows(&request, &found) == 0);
    return found;
}

const ElfW(Sym) & symbol_of(const ObjectImage &object, const char *name)
{
    const auto *symbols = static_cast<const ElfW(Sym) *>(object.facts.symbols);
    for (size_t i = 0; i < object.facts.symbol_count; ++i)
        if (strcmp(object.facts.strings + symbols[i].st_name, name) == 0)
            return symbols[i];
    throw std::runtime_error(std::string("no function ") + name);
}

uint64_t start_of(const ObjectImage &object, const char *function)
{
    return object.facts.base + symbol_of(object, function).st_value;
}

/* The last in the function that is `edit.from`. */
uint64_t place_of(const ObjectImage &object, const Edit &edit)
{
    const uint8_t *first = bytes_at(object, start_of(object, edit.function));
    const uint8_t *limit = first + symbol_of(object, edit.function).st_size;
    const uint8_t *place = std::find_end(first, limit, edit.from.begin(), edit.from.end());
    REQUIRE(place != limit);
    return start_of(object, edit.function) + static_cast<uint64_t>(place - first);
}

Bytes call_of(uint64_t at, uint64_t target)
{
    const auto distance = static_cast<uint32_t>(target - at - kCallSize);
    Bytes bytes = {0xe8, 0, 0, 0, 0};
    memcpy(&bytes[1], &distance, sizeof distance);
    return bytes;
}

void apply(const Edit &edit, ObjectImage *object)
{
    const uint64_t at = place_of(*object, edit);
    const Bytes bytes = edit.callee != nullptr ? call_of(at, start_of(*object, edit.callee)) : edit.to;
    REQUIRE(bytes.size() >= edit.from.size());
    std::copy(bytes.begin(), bytes.end(), object->at(at));
}

sc_audit_found find_edited(const char *path, const Edited &edited)
{
    LibcImage image({path});
    for (const Edit &edit : edited.edits)
        apply(edit, image.objects[0].get());
    return find(image);
}

void check(const std::vector<Edited> &all)
{
    const LibcImage image({SC_MARKED_LIBC});
    const sc_audit_found good = find(image);
    for (const Edited &edited : all) {
        INFO(edited.name);
        const sc_audit_found found = find_edited(SC_MARKED_LIBC, edited);
        const std::string line = found.unknown[0];
        INFO(line);
        const unsigned refused = edited.said != nullptr ? 1 : 0;
        CHECK(found.family == SC_AUDIT_FAMILY_MARKED);
        CHECK(found.sites == good.sites - refused);
        CHECK(found.not_understood == refused);
        CHECK((refused == 0 || line.find(std::string(": ") + edited.site + "+0x") != std::string::npos));
        CHECK((refused == 0 || line.find(std::string(": ") + edited.said) != std::string::npos));
    }
}

} // namespace

TEST_CASE("a_site_with_another_frame_or_stack_is_reported")
{
    check(kFrameEdits);
}

TEST_CASE("a_site_that_enters_the_kernel_otherwise_is_reported")
{
    check(kEntryEdits);
}

TEST_CASE("a_site_that_calls_another_function_is_reported")
{
    check(kCalleeEdits);
}

TEST_CASE("an_entry_in_the_small_libc_is_known_as_its_helper")
{
    LibcImage image({SC_MARKED_LIBC});
    CHECK(find(image).helper[0] == start_of(*image.objects[0], "sc_six"));
}

TEST_CASE("a_changed_function_of_all_points_is_refused")
{
    for (const Edited &edited : kArchEdits) {
        INFO(edited.name);
        const sc_audit_found found = find_edited(SC_UNMARKED_LIBC, edited);
        CHECK(found.family == SC_AUDIT_FAMILY_NONE);
        CHECK(found.count == 0);
    }
}
