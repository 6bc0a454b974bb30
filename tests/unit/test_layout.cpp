/* SPDX-License-Identifier: MIT */
/*
 * shim/layout_probe.cpp on simulated structs pthread of each kind, and
 * shim/layout.cpp on the C library this runs on.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include <string>

#include "act.h"
#include "catch.hpp"
#include "config.h"
#include "filter.h"
#include "libc.h"
#include "layout.h"
#include "layout_probe.h"
#include "measured.h"
#include "simulated_thread.h"

using namespace safecancel;

/* What layout.cpp needs of the rest of the shim: no next definitions, the signal mask, and no filter. */
extern "C" {
Config sc_config = {};
uintptr_t sc_word_offset = 0, sc_head_distance = 0;
}

OwnCalls safecancel::own_calls = OwnCalls::allowed;

KernelSignalSet safecancel::change_signal_mask(int how, KernelSignalSet set)
{
    KernelSignalSet before = 0;
    syscall(SYS_rt_sigprocmask, how, &set, &before, sizeof set);
    return before;
}

namespace {

constexpr PublishedLayout published = {true, word_at, tid_at};
constexpr PublishedLayout stripped = {};

/* Runs the probe; empty if it trusts the layout. */
std::string probe(Simulated &simulated, const PublishedLayout &told, Layout &layout,
                  uint32_t size = sizeof(Simulated::bytes))
{
    thread = &simulated;
    const ProbedThread probed = {reinterpret_cast<uintptr_t>(simulated.bytes), size, simulated_tid, set_simulated_state,
                                 set_simulated_type};
    const char *problem = probe_layout(probed, told, layout);
    thread = nullptr;
    return problem != nullptr ? problem : "";
}

std::string probe(Simulated &simulated, const PublishedLayout &told)
{
    Layout layout;
    return probe(simulated, told, layout);
}

bool contains(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("state_and_type_in_the_word_are_found_where_glibc_says")
{
    Simulated simulated = filled();
    like_most(simulated);
    Layout layout;
    CHECK(probe(simulated, published, layout) == "");
    CHECK(layout.word_offset == word_at);
    CHECK(layout.tid_offset == tid_at);
    CHECK(layout.disabled.offset == word_at);
    CHECK(layout.disabled.mask == SC_DISABLED);
    CHECK(layout.asynchronous.offset == word_at);
    CHECK(layout.asynchronous.mask == SC_ASYNCHRONOUS);
    CHECK_FALSE(layout.separate);
    CHECK(std::string(layout.source) == "descriptors");
}

TEST_CASE("state_and_type_in_bytes_of_their_own_are_found")
{
    Simulated simulated = filled();
    like_2_34_0(simulated);
    Layout layout;
    CHECK(probe(simulated, published, layout) == "");
    CHECK(layout.separate);
    CHECK(layout.word_offset == word_at);
    CHECK(layout.tid_offset == tid_at);
    CHECK(layout.disabled.offset == state_byte_at);
    CHECK(layout.disabled.mask == 1);
    CHECK(layout.asynchronous.offset == type_byte_at);
    CHECK(layout.asynchronous.mask == 1);
}

TEST_CASE("without_descriptors_word_and_thread_id_are_searched")
{
    Simulated simulated = filled();
    like_most(simulated);
    Layout layout;
    CHECK(probe(simulated, stripped, layout) == "");
    CHECK(layout.word_offset == word_at);
    CHECK(layout.tid_offset == tid_at);
    CHECK(std::string(layout.source) == "search");
}

TEST_CASE("the_probe_puts_state_and_type_back_and_is_never_enabled_and_asynchronous")
{
    for (const bool disabled : {false, true})
        for (const bool asynchronous : {false, true}) {
            Simulated simulated = filled();
            like_most(simulated);
            simulated.disabled = disabled;
            simulated.asynchronous = asynchronous;
            simulated.show_disabled(disabled);
            simulated.show_asynchronous(asynchronous);
            CHECK(probe(simulated, published) == "");
            CHECK(simulated.disabled == disabled);
            CHECK(simulated.asynchronous == asynchronous);
            CHECK(simulated.was_both == (!disabled && asynchronous));
        }
}

TEST_CASE("what_changes_meanwhile_is_not_taken_for_the_state")
{
    Simulated simulated = filled();
    like_most(simulated);
    unsigned changes = 0;
    simulated.meanwhile = [&] { simulated.put(2440, ++changes); simulated.put(2444, changes / 3); };
    CHECK(probe(simulated, published) == "");
    CHECK(changes > 10);
}

TEST_CASE("a_descriptor_that_lies_by_four_bytes_is_refused")
{
    for (const int lie : {-4, 4}) {
        Simulated simulated = filled();
        like_most(simulated);
        simulated.put(word_at + lie, 0);
        const PublishedLayout lying = {true, word_at + lie, tid_at};
        CHECK(contains(probe(simulated, lying), "not in cancelhandling, but elsewhere"));
    }
    Simulated simulated = filled();
    like_most(simulated);
    CHECK(contains(probe(simulated, {true, word_at, tid_at + 4}), "thread id is not where"));
    Simulated apart = filled();
    like_2_34_0(apart);
    CHECK(contains(probe(apart, {true, word_at + 4, tid_at}), "bits that no running thread has"));
}

TEST_CASE("a_descriptor_outside_of_the_structure_is_refused")
{
    for (const uint32_t offset : {2496u, 2494u, 4096u, 0xfffffff0u, 777u}) {
        Simulated simulated = filled();
        like_most(simulated);
        CHECK(contains(probe(simulated, {true, offset, tid_at}), "outside"));
        CHECK(contains(probe(simulated, {true, word_at, offset}), "outside"));
    }
}

TEST_CASE("a_word_with_its_bits_elsewhere_is_refused")
{
    struct Bits {
        unsigned disabled, asynchronous;
    };
    for (const Bits bits : {Bits{2, 1}, Bits{1, 4}, Bits{0x10, 0x20}, Bits{4, 8}}) {
        Simulated simulated = filled();
        simulated.show_disabled = simulated.bit(word_at, bits.disabled);
        simulated.show_asynchronous = simulated.bit(word_at, bits.asynchronous);
        CHECK(contains(probe(simulated, published), "bits that no known glibc"));
        CHECK(contains(probe(simulated, stripped), "bits that no known glibc"));
    }
}

TEST_CASE("bytes_of_their_own_in_another_order_or_far_apart_are_refused")
{
    for (const uint32_t type_at : {state_byte_at - 1, state_byte_at + 2}) {
        Simulated simulated = filled();
        like_2_34_0(simulated);
        simulated.bytes[type_at] = 0;
        simulated.show_asynchronous = simulated.bit(type_at, 1);
        CHECK(contains(probe(simulated, published), "bits that no known glibc"));
    }
}

TEST_CASE("bytes_of_their_own_without_descriptors_are_refused")
{
    Simulated simulated = filled();
    like_2_34_0(simulated);
    CHECK(contains(probe(simulated, stripped), "nothing tells where cancelhandling is"));
}

TEST_CASE("a_state_that_shows_twice_is_refused")
{
    Simulated simulated = filled();
    like_most(simulated);
    simulated.show_disabled = [&](bool set) {
        simulated.bit(word_at, SC_DISABLED)(set);
        simulated.bit(100, 0x40)(set);
    };
    CHECK(contains(probe(simulated, published), "or more than one, follows the state"));
    CHECK(contains(probe(simulated, stripped), "or more than one, follows the state"));
}

TEST_CASE("a_type_that_shows_nowhere_or_the_wrong_way_round_is_refused")
{
    Simulated simulated = filled();
    like_most(simulated);
    simulated.show_asynchronous = [](bool) {};
    CHECK(contains(probe(simulated, published), "follows the type"));
    simulated.show_asynchronous = [&](bool set) { simulated.bit(word_at, SC_ASYNCHRONOUS)(!set); };
    CHECK(contains(probe(simulated, published), "follows the type"));
}

TEST_CASE("a_state_the_wrong_way_round_is_refused")
{
    Simulated simulated = filled();
    like_most(simulated);
    simulated.show_disabled = [&](bool set) { simulated.bit(word_at, SC_DISABLED)(!set); };
    CHECK(contains(probe(simulated, published), "follows the state"));
}

TEST_CASE("functions_that_do_nothing_are_refused")
{
    Simulated simulated = filled(); /* as libc.so.6 <= 2.33 has them without libpthread */
    CHECK(contains(probe(simulated, published), "follows the state"));
    like_most(simulated);
    simulated.refuses_asynchronous = true;
    CHECK(contains(probe(simulated, published), "failed"));
}

TEST_CASE("a_thread_id_that_is_there_twice_or_not_at_all_is_refused_in_a_search")
{
    Simulated simulated = filled();
    like_most(simulated);
    simulated.put(tid_at + 8, simulated_tid);
    CHECK(contains(probe(simulated, stripped), "not only once"));
    CHECK(probe(simulated, published) == "");
    simulated.put(tid_at + 8, 0);
    simulated.put(tid_at, 0);
    CHECK(contains(probe(simulated, stripped), "not to be found"));
    simulated.put(word_at - 68, simulated_tid); /* too far away to be it */
    CHECK(contains(probe(simulated, stripped), "not to be found"));
}

TEST_CASE("a_word_with_a_request_or_of_an_exiting_thread_is_refused")
{
    for (const unsigned bits : {SC_CANCELING, SC_CANCELED, SC_EXITING, 0x100}) {
        Simulated simulated = filled();
        like_most(simulated);
        simulated.put(word_at, bits);
        CHECK(contains(probe(simulated, published), "bits that no running thread has"));
    }
    Simulated simulated = filled();
    like_most(simulated);
    simulated.put(word_at, 0x40); /* another thread in setuid */
    CHECK(probe(simulated, published) == "");
}

TEST_CASE("a_structure_of_an_impossible_size_is_refused")
{
    Simulated simulated = filled();
    like_most(simulated);
    Layout layout;
    for (const uint32_t size : {0u, 4u, 4104u, 0xffffffffu})
        CHECK(contains(probe(simulated, published, layout, size), "size"));
}

TEST_CASE("the_layout_of_this_C_library_is_found")
{
    Layout layout;
    const char *problem = find_layout(static_cast<int32_t>(syscall(SYS_gettid)), layout);
    CHECK(std::string(problem != nullptr ? problem : "") == "");
    CHECK(layout.word_offset == measured_word_at());
    CHECK(layout.tid_offset == measured_tid_at);
    CHECK_FALSE(libpthread_is_missing());
}
