/* SPDX-License-Identifier: MIT */
/* shim/thread_state.h on simulated structs pthread: the state is one thing, wherever glibc keeps it. */
#include "thread_state.h"

#include "catch.hpp"
#include "simulated_thread.h"

using namespace safecancel;

namespace {

/* As arming sets it; undone at the end. */
struct Known {
    Known(uint32_t state_byte, uint32_t type_byte)
    {
        sc_word_offset = word_at - head_distance();
        sc_config.tid_offset = tid_at;
        sc_config.state_byte = state_byte;
        sc_config.type_byte = type_byte;
    }
    ~Known()
    {
        sc_config = {};
        sc_word_offset = 0;
    }
};

uintptr_t address_of(const Simulated &simulated) { return reinterpret_cast<uintptr_t>(simulated.bytes); }

void check_every_state(Simulated &simulated, uint32_t request)
{
    const uintptr_t address = address_of(simulated);
    for (const bool disabled : {false, true})
        for (const bool asynchronous : {false, true}) {
            simulated.put(word_at, request);
            simulated.show_disabled(disabled);
            simulated.show_asynchronous(asynchronous);
            const uint32_t state = (disabled ? SC_DISABLED : 0) | (asynchronous ? SC_ASYNCHRONOUS : 0);
            CHECK(load_word(address) == (request | state));
            CHECK(request_is_due(load_word(address)) == (request == SC_CANCELED && !disabled));
        }
}

} // namespace

TEST_CASE("the_state_is_read_out_of_the_word")
{
    Simulated simulated = filled();
    like_most(simulated);
    const Known known(0, 0);
    for (const uint32_t request : {0u, unsigned{SC_CANCELED}, unsigned{SC_CANCELED | SC_EXITING}})
        check_every_state(simulated, request);
    CHECK(thread_id(address_of(simulated)) == simulated_tid);
}

TEST_CASE("the_state_is_read_out_of_bytes_of_its_own")
{
    Simulated simulated = filled();
    like_2_34_0(simulated);
    const Known known(state_byte_at, type_byte_at);
    for (const uint32_t request : {0u, unsigned{SC_CANCELED}, unsigned{SC_CANCELED | SC_EXITING}})
        check_every_state(simulated, request);
}

TEST_CASE("bytes_that_are_not_the_state_are_not_read_for_it")
{
    Simulated simulated = filled();
    like_most(simulated);
    simulated.bytes[state_byte_at] = simulated.bytes[type_byte_at] = 1;
    const Known known(0, 0);
    CHECK(load_word(address_of(simulated)) == 0);
}
