/* SPDX-License-Identifier: MIT */
/*
 * What the audit finds in a libc's code: in this program's own, and in two
 * small ones (libcs/<arch>); and that it finds less, and says so, when one byte
 * of a site is another.
 */
#include <catch.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <cstring>

#include "code.hpp"
#include "libc_image.hpp"

using namespace safecancel;

namespace {

using WindowsFunction = decltype(sc_audit_windows);

/* libsafecancel-audit.so's. */
WindowsFunction *shipped()
{
    static void *const object = dlopen(SC_AUDIT_OBJECT, RTLD_NOW | RTLD_LOCAL);
    return object != nullptr ? reinterpret_cast<WindowsFunction *>(dlsym(object, "sc_audit_windows")) : nullptr;
}

std::unique_ptr<sc_audit_found> find(const sc_audit_libc &request, WindowsFunction *audit = sc_audit_windows)
{
    auto found = std::make_unique<sc_audit_found>();
    REQUIRE(audit != nullptr);
    REQUIRE(audit(&request, found.get()) == 0);
    return found;
}

std::vector<sc_audit_window> windows_of(const sc_audit_found &found)
{
    return {found.window, found.window + found.count};
}

/* Of an unmarked libc: that of all points. */
sc_audit_window window_of_all(const sc_audit_found &found)
{
    for (const sc_audit_window &window : windows_of(found))
        if ((window.flags & SC_AUDIT_ARCH) != 0)
            return window;
    return {};
}

bool calls(const sc_audit_window &window)
{
    return (window.flags & SC_AUDIT_CALLS) != 0;
}

void check_order(const sc_audit_found &found)
{
    uint64_t behind = 0;
    for (const sc_audit_window &window : windows_of(found)) {
        INFO(std::hex << window.begin);
        CHECK(window.begin >= behind);
        CHECK(window.begin <= window.end);
        CHECK(window.end <= window.after);
        CHECK(window.begin < window.after);
        behind = window.after;
    }
}

void check_ends(LibcImage &image, const sc_audit_found &found)
{
    for (const sc_audit_window &window : windows_of(found)) {
        INFO(window.name << "+" << std::hex << window.offset);
        if (!calls(window))
            continue;
        const uint8_t *code = image.holding(window.begin).at(window.begin);
        CHECK(system_call_size(code, code + (window.end - window.begin)) != 0);
    }
}

/* Every place in the object where a call of, or jump to, `target` would be. */
std::vector<uint64_t> calls_of(const ObjectImage &object, uint64_t target)
{
    std::vector<uint64_t> found;
    for (size_t i = 0; i + kCallSize <= object.code.size(); i += kStep)
        if (goes_to(&object.code[i], object.facts.start + i, target))
            found.push_back(object.facts.start + i);
    return found;
}

/* Each call of an enabling function begins a window, but for those said not to be understood. */
void check_complete(LibcImage &image, const sc_audit_found &found)
{
    unsigned begun = 0, total = 0;
    const auto windows = windows_of(found);
    for (const sc_audit_window &enable : windows) {
        if ((enable.flags & SC_AUDIT_ENABLE) == 0)
            continue;
        for (uint64_t call : calls_of(image.holding(enable.begin), enable.begin)) {
            ++total;
            begun += std::any_of(windows.begin(), windows.end(), [&](const sc_audit_window &window) {
                return window.begin == call + kCallSize && window.end > window.begin;
            });
        }
    }
    CHECK(begun == found.sites);
    CHECK(total == found.sites + found.not_understood + found.no_points);
}

const sc_audit_window *window_in(const sc_audit_found &found, const char *name)
{
    for (const sc_audit_window &window : found.window)
        if (window.name != nullptr && strcmp(window.name, name) == 0 && calls(window))
            return &window;
    return nullptr;
}

} // namespace

TEST_CASE("windows_of_this_libc_are_all_understood", "[running]")
{
    LibcImage image(running_libc_paths());
    const auto found = find(image.request(), shipped());
    INFO(found->message);
    REQUIRE(found->family != SC_AUDIT_FAMILY_NONE);
    check_order(*found);
    check_ends(image, *found);
    if (found->family == SC_AUDIT_FAMILY_UNMARKED) {
        CHECK(found->sites == 1);
        CHECK(found->count == 1 + found->plain);
        CHECK((found->plain == 0) == (found->no_plain[0] != '\0'));
        CHECK(found->not_understood == 0);
        return;
    }
    check_complete(image, *found);
    /* libpthread's start_thread enables, but to lock a mutex: it is no point. */
    const bool own_libpthread = image.objects.size() > 1;
    INFO(found->unknown[0]);
    CHECK(found->not_understood == 0);
    CHECK(found->no_points == (own_libpthread ? 1 : 0));
    REQUIRE(window_in(*found, "read") != nullptr);
    CHECK(window_in(*found, "read")->number == kRead);
}

/* Whatever else: it must not be fewer in the libcs that were counted by hand. */
TEST_CASE("known_libcs_have_their_known_number_of_sites", "[known]")
{
    LibcImage image(running_libc_paths());
    const std::vector<uint8_t> &file = image.objects[0]->file;
    for (const KnownLibc &known : kKnown) {
        const auto head = file.begin() + 4096;
        if (std::search(file.begin(), head, std::begin(known.build_id), std::end(known.build_id)) == head)
            continue;
        const auto found = find(image.request(), shipped());
        CHECK(found->sites == known.sites);
        CHECK(found->no_points == known.no_points);
        CHECK(found->not_understood == 0);
        CHECK(found->plain == (found->family == SC_AUDIT_FAMILY_UNMARKED ? 1 : 0));
        return;
    }
    SC_SKIP("nobody has counted the sites of this libc");
}

TEST_CASE("windows_of_the_small_marked_libc")
{
    LibcImage image({SC_MARKED_LIBC});
    const auto found = find(image.request());
    CHECK(found->message == std::string());
    CHECK(found->family == SC_AUDIT_FAMILY_MARKED);
    CHECK(found->sites == kSmallSites);
    check_order(*found);
    check_ends(image, *found);
    check_complete(image, *found);
    CHECK(found->not_understood == 0);
    CHECK(found->no_points == 1);
    CHECK(window_in(*found, "locks") == nullptr);
    for (const auto &[name, number] : kNumbers) {
        INFO(name);
        REQUIRE(window_in(*found, name) != nullptr);
        CHECK(window_in(*found, name)->number == number);
    }
}

TEST_CASE("a_lock_with_a_system_call_before_it_is_a_site_that_is_not_understood")
{
    LibcImage image({SC_MARKED_LIBC});
    const auto good = find(image.request());
    const sc_audit_window *read = window_in(*good, "read");
    REQUIRE(read != nullptr);
    ObjectImage &object = image.holding(read->begin);
    std::copy(std::begin(kExchange), std::end(kExchange), object.at(read->end));
    const auto bad = find(image.request());
    CHECK(bad->no_points == 1);
    CHECK(bad->not_understood == 1);
}

TEST_CASE("code_before_an_error_before_the_system_call_is_a_window_of_its_own")
{
    LibcImage image({SC_MARKED_LIBC});
    const auto found = find(image.request());
    const sc_audit_window *last = window_in(*found, "branches");
    REQUIRE(last != nullptr);
    const sc_audit_window &first = *(last - 1);
    CHECK(first.name == std::string("branches"));
    CHECK(first.offset == kBranchesOffset);
    CHECK(first.flags == 0);
    CHECK(first.end == first.after);
    CHECK(first.end < last->begin);
}

TEST_CASE("errors_on_their_way_to_the_caller_are_no_window")
{
    LibcImage image({SC_MARKED_LIBC});
    const auto found = find(image.request());
    unsigned behind = 0;
    for (const sc_audit_window &window : windows_of(*found))
        behind += window.flags == 0 && window.begin == window.end && window.name == std::string("fsync");
    CHECK(behind == 1);
}

TEST_CASE("the_small_unmarked_libc_has_one_window_to_act_in")
{
    LibcImage image({SC_UNMARKED_LIBC});
    const auto found = find(image.request());
    CHECK(found->message == std::string());
    CHECK(found->family == SC_AUDIT_FAMILY_UNMARKED);
    CHECK(found->sites == 1);
    REQUIRE(found->count == 1 + found->plain);
    const sc_audit_window window = window_of_all(*found);
    CHECK(window.flags == (SC_AUDIT_CALLS | SC_AUDIT_ARCH));
    REQUIRE(window.name != nullptr);
    CHECK(window.name == std::string("sc_arch"));
    CHECK(window.offset == 0);
    CHECK(window.after == window.end + kReturnSize);
    check_order(*found);
    check_ends(image, *found);
}

TEST_CASE("an_unmarked_libc_with_another_byte_is_refused")
{
    LibcImage image({SC_UNMARKED_LIBC});
    const sc_audit_window window = window_of_all(*find(image.request()));
    ObjectImage &object = image.holding(window.begin);
    for (uint64_t at = window.begin; at < window.after; ++at) {
        INFO("+" << at - window.begin);
        uint8_t &byte = *object.at(at);
        const uint8_t before = byte;
        byte = kOtherByte;
        const auto found = find(image.request());
        byte = before;
        /* As a displacement or a register it is one among others. */
        const sc_audit_window other = window_of_all(*found);
        const bool shape_kept = found->family == SC_AUDIT_FAMILY_UNMARKED && other.begin == window.begin &&
                                other.end == window.end;
        CHECK((shape_kept || found->family == SC_AUDIT_FAMILY_NONE));
    }
    for (int64_t offset : kDecisive) {
        INFO(offset);
        const uint64_t at = (offset < 0 ? window.after : window.begin) + static_cast<uint64_t>(offset);
        uint8_t &byte = *object.at(at);
        const uint8_t before = byte;
        byte = kOtherByte;
        const auto found = find(image.request());
        byte = before;
        CHECK(found->family == SC_AUDIT_FAMILY_NONE);
        CHECK(found->count == 0);
        CHECK(strstr(found->message, "its points: ") != nullptr);
    }
}

TEST_CASE("a_libc_of_another_layout_has_no_windows")
{
    LibcImage image({SC_MARKED_LIBC});
    sc_audit_libc request = image.request();
    request.word_offset += 4;
    const auto found = find(request);
    CHECK(found->family == SC_AUDIT_FAMILY_NONE);
    CHECK(found->count == 0);
    CHECK(strstr(found->message, "changes something other than cancelhandling") != nullptr);
    request.word_offset -= 4;
    request.asynchronous_bit = 0x04;
    CHECK(strstr(find(request)->message, "otherwise than by the asynchronous bit") != nullptr);
}

TEST_CASE("windows_of_another_version_are_refused")
{
    LibcImage image({SC_MARKED_LIBC});
    sc_audit_libc request = image.request();
    request.version = SC_AUDIT_VERSION + 1;
    auto found = std::make_unique<sc_audit_found>();
    CHECK(shipped()(&request, found.get()) == -1);
    CHECK(found->version == SC_AUDIT_VERSION);
    CHECK(found->count == 0);
    CHECK(found->message != std::string());
}

/* With the sanitizers: nothing beyond the code is read. */
TEST_CASE("a_libc_cut_off_anywhere_is_answered")
{
    for (const char *path : {SC_MARKED_LIBC, SC_UNMARKED_LIBC}) {
        LibcImage image({path});
        ObjectImage &object = *image.objects[0];
        const std::vector<uint8_t> whole = object.code;
        for (size_t size = 0; size < whole.size(); ++size) {
            const std::vector<uint8_t> part(whole.begin(), whole.begin() + static_cast<long>(size));
            object.facts.code = part.data();
            object.facts.size = size;
            const auto found = find(image.request());
            for (const sc_audit_window &window : windows_of(*found))
                CHECK(window.after <= object.facts.start + size);
        }
    }
}
