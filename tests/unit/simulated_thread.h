/* SPDX-License-Identifier: MIT */
/* A thread that is not there: what it would have in struct pthread, in each kind of glibc. */
#ifndef SAFECANCEL_TESTS_UNIT_SIMULATED_THREAD_H
#define SAFECANCEL_TESTS_UNIT_SIMULATED_THREAD_H

#include <pthread.h>

#include <cstdint>
#include <cstring>
#include <functional>

#include "config.h"

namespace safecancel {

inline constexpr int32_t simulated_tid = 4711;

/* The offsets on x86-64 in 2.31, 2.36, 2.41 and 2.43; the bytes are those of 2.35.0. */
inline constexpr uint32_t word_at = 776, tid_at = 720, state_byte_at = 2417, type_byte_at = 2418;

/* A thread whose functions do to `bytes` what a glibc would do to its struct pthread. */
struct Simulated {
    alignas(8) unsigned char bytes[2496] = {};
    std::function<void(bool)> show_disabled, show_asynchronous;
    std::function<void()> meanwhile = [] {};
    bool disabled = false, asynchronous = false, was_both = false;
    bool refuses_asynchronous = false;

    void put(uint32_t offset, uint32_t value) { std::memcpy(bytes + offset, &value, sizeof value); }
    uint32_t get(uint32_t offset) const
    {
        uint32_t value;
        std::memcpy(&value, bytes + offset, sizeof value);
        return value;
    }
    std::function<void(bool)> bit(uint32_t offset, unsigned mask)
    {
        return [=, this](bool set) {
            bytes[offset] = static_cast<unsigned char>(set ? bytes[offset] | mask : bytes[offset] & ~mask);
        };
    }
};

inline Simulated *thread;

inline int set(bool &current, int value, int *old, const std::function<void(bool)> &show)
{
    *old = current;
    current = value;
    show(current);
    thread->was_both |= !thread->disabled && thread->asynchronous;
    thread->meanwhile();
    return 0;
}

inline int set_simulated_state(int state, int *old)
{
    return set(thread->disabled, state == PTHREAD_CANCEL_DISABLE, old, thread->show_disabled);
}

inline int set_simulated_type(int type, int *old)
{
    if (thread->refuses_asynchronous && type == PTHREAD_CANCEL_ASYNCHRONOUS)
        return 22;
    return set(thread->asynchronous, type == PTHREAD_CANCEL_ASYNCHRONOUS, old, thread->show_asynchronous);
}

/* Every other field holds something, the thread's id where it belongs. */
inline Simulated filled()
{
    Simulated simulated;
    for (uint32_t at = 0; at < sizeof simulated.bytes; at += 4)
        simulated.put(at, 0x10203040u + at);
    simulated.put(tid_at, simulated_tid);
    simulated.put(word_at, 0);
    simulated.show_disabled = simulated.show_asynchronous = [](bool) {};
    return simulated;
}

/* The functions are bound to the object they are called for, so it must not move afterwards. */
inline void like_most(Simulated &simulated)
{
    simulated.show_disabled = simulated.bit(word_at, SC_DISABLED);
    simulated.show_asynchronous = simulated.bit(word_at, SC_ASYNCHRONOUS);
}

inline void like_2_34_0(Simulated &simulated)
{
    simulated.bytes[state_byte_at] = simulated.bytes[type_byte_at] = 0;
    simulated.show_disabled = simulated.bit(state_byte_at, 1);
    simulated.show_asynchronous = simulated.bit(type_byte_at, 1);
}

} // namespace safecancel

#endif
