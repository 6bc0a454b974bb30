/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  The watcher; see watcher.h. */
#include "watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

#include "act.h"
#include "config.h"
#include "errors.h"
#include "filter.h"
#include "look.h"
#include "machine.h"
#include "objects.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* A thread that is watched. */
struct Watched {
    int32_t tid;       /* 0: the place is free */
    uint32_t senders;  /* are about to signal it, or to decide that they do not */
    uint32_t pending;  /* it has an error to be given to a point inside libc */
    uint64_t deadline; /* ns of CLOCK_MONOTONIC; 0: none */
    uint64_t next;     /* when it is looked at again; the watcher's own, like `pause` */
    uint64_t pause;    /* between two looks */
};

constexpr uint64_t microsecond = 1000, millisecond = 1000 * microsecond;
constexpr uint64_t first_pause = 200 * microsecond, longest_pause = 16 * millisecond;
constexpr uint64_t idle_pause = 1000 * millisecond;
constexpr uint64_t never = UINT64_MAX;

/* Places are in chunks that are made when needed and never moved, so nobody needs a lock to use his own. */
constexpr unsigned chunk_places = 512, chunk_limit = 32;
constinit Watched first_chunk[chunk_places] = {};
constinit Watched *chunks[chunk_limit] = {first_chunk};

constinit uint32_t changes = 0;      /* a futex: something new to look at */
constinit uint64_t planned = never;  /* when the watcher wakes by itself */

enum class Life : uint32_t { none, starting, alive };
constinit Life life = Life::none;
constinit bool forks_are_told = false;
constinit bool calls_are_told = false;

Watched *place_at(unsigned index)
{
    Watched *const chunk = __atomic_load_n(&chunks[index / chunk_places], __ATOMIC_ACQUIRE);
    return chunk != nullptr ? &chunk[index % chunk_places] : nullptr;
}

Watched *place_of(uint32_t place)
{
    return place != 0 ? place_at(place - 1) : nullptr;
}

bool is_alive(int32_t tid)
{
    return raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), tid, 0) == 0;
}

void send_signal(int32_t tid)
{
    raw_syscall(__NR_tgkill, raw_syscall(__NR_getpid), tid, cancel_signal);
}

void wake()
{
    __atomic_fetch_add(&changes, 1, __ATOMIC_SEQ_CST);
    raw_syscall(__NR_futex, reinterpret_cast<long>(&changes), FUTEX_WAKE_PRIVATE, 1);
}

bool make_chunk(unsigned number)
{
    void *const memory = reinterpret_cast<void *>(
        raw_syscall(own_mmap, 0, sizeof first_chunk, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (reinterpret_cast<uintptr_t>(memory) > UINTPTR_MAX - 4096)
        return false;
    Watched *none = nullptr;
    if (!__atomic_compare_exchange_n(&chunks[number], &none, static_cast<Watched *>(memory), false,
                                     __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        raw_syscall(__NR_munmap, reinterpret_cast<long>(memory), sizeof first_chunk);
    return true;
}

/* Takes a free place, or one whose thread has ended. */
uint32_t take_place(int32_t tid, bool of_the_dead)
{
    for (unsigned i = 0; i < chunk_places * chunk_limit; ++i) {
        if (i % chunk_places == 0 && chunks[i / chunk_places] == nullptr && (!of_the_dead || !make_chunk(i / chunk_places)))
            return 0;
        Watched *const place = place_at(i);
        int32_t holder = __atomic_load_n(&place->tid, __ATOMIC_RELAXED);
        if (holder != 0 && holder != tid && (!of_the_dead || is_alive(holder)))
            continue;
        if (!__atomic_compare_exchange_n(&place->tid, &holder, tid, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            continue;
        place->pending = 0;
        place->deadline = 0;
        return i + 1;
    }
    return 0;
}

/* The place of the thread `tid`, as its ErrorState has it; it gets one if it has none. */
Watched *find_place(int32_t tid, uint32_t *kept)
{
    uint32_t place = __atomic_load_n(kept, __ATOMIC_ACQUIRE);
    if (place != 0)
        return place_of(place);
    uint32_t taken = take_place(tid, false);
    if (taken == 0)
        taken = take_place(tid, true);
    if (!__atomic_compare_exchange_n(kept, &place, taken, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        if (taken != 0 && taken != place)
            __atomic_store_n(&place_of(taken)->tid, 0, __ATOMIC_RELEASE);
        return place_of(place);
    }
    return place_of(taken);
}

void wake_if_later_than(uint64_t when)
{
    if (__atomic_load_n(&planned, __ATOMIC_SEQ_CST) > when)
        wake();
}

/* Looks at a thread that is due; signals it if that does what it is for. */
void look(Watched &place, bool pending)
{
    const Whereabouts where = calls_are_told ? where_is(place.tid) : Whereabouts::unknown;
    /* A deadline that its thread has not noted is told to code that runs, too. */
    const bool told = where == Whereabouts::in_window || where == Whereabouts::unknown ||
                      (!pending && where == Whereabouts::running);
    if (told)
        send_signal(place.tid);
}

uint64_t visit_as_sender(Watched &place, uint64_t now)
{
    const bool pending = __atomic_load_n(&place.pending, __ATOMIC_SEQ_CST) != 0;
    const uint64_t deadline = __atomic_load_n(&place.deadline, __ATOMIC_SEQ_CST);
    const bool has_passed = deadline != 0 && deadline <= now;
    if (!pending && !has_passed) {
        place.next = place.pause = 0;
        return deadline != 0 ? deadline : never;
    }
    if (place.pause == 0) {
        place.pause = first_pause;
        place.next = has_passed && !pending ? now : now + first_pause;
    }
    if (place.next > now)
        return place.next;
    if (!is_alive(place.tid)) {
        __atomic_store_n(&place.tid, 0, __ATOMIC_RELEASE);
        return never;
    }
    look(place, pending);
    place.pause = place.pause * 2 < longest_pause ? place.pause * 2 : longest_pause;
    place.next = now + place.pause;
    return place.next;
}

/* When `place` is to be looked at next, having been looked at now if that is due. */
uint64_t visit(Watched &place, uint64_t now)
{
    __atomic_fetch_add(&place.senders, 1, __ATOMIC_SEQ_CST);
    const uint64_t next = visit_as_sender(place, now);
    __atomic_fetch_sub(&place.senders, 1, __ATOMIC_SEQ_CST);
    return next;
}

uint64_t visit_all(uint64_t now)
{
    uint64_t next = never;
    for (unsigned i = 0; i < chunk_places * chunk_limit; ++i) {
        Watched *const place = place_at(i);
        if (place == nullptr)
            break;
        if (__atomic_load_n(&place->tid, __ATOMIC_ACQUIRE) == 0)
            continue;
        const uint64_t when = visit(*place, now);
        next = when < next ? when : next;
    }
    return next;
}

/* The first letter behind the name in /proc/self/stat, which is of the first thread. */
char state_of_first_thread()
{
    char text[256];
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/stat"),
                                O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return '?';
    const long size = raw_syscall(__NR_read, fd, reinterpret_cast<long>(text), sizeof text);
    raw_syscall(__NR_close, fd);
    for (long i = size - 3; i >= 0; --i)
        if (text[i] == ')')
            return text[i + 2];
    return '?';
}

/* The first thread has exited, and but for us no other is left: the process ends with the last one. */
bool is_left_alone()
{
    struct stat tasks;
    constexpr unsigned links_of_two_threads = 4;
    return state_of_first_thread() == 'Z' && stat("/proc/self/task", &tasks) == 0 &&
           tasks.st_nlink == links_of_two_threads;
}

/* Until `futex` is woken, if it is still `seen`, or so long. */
void wait_for(const uint32_t &futex, uint32_t seen, uint64_t pause)
{
    const struct timespec time = {static_cast<time_t>(pause / 1'000'000'000),
                                  static_cast<long>(pause % 1'000'000'000)};
    raw_syscall(__NR_futex, reinterpret_cast<long>(&futex), FUTEX_WAIT_PRIVATE, seen,
                reinterpret_cast<long>(&time));
}

/* Nobody wakes it. */
void sleep_for(uint64_t pause)
{
    const uint32_t none = 0;
    wait_for(none, 0, pause);
}

/*
 * Gives the watcher a table of its own, and empty: a file it opens must not take a
 * number that the program counts on, nor be seen by it.  Linux 5.9; before, it may.
 */
void leave_descriptors()
{
    constexpr unsigned all = ~0u;
    raw_syscall(__NR_close_range, 0, static_cast<long>(all), CLOSE_RANGE_UNSHARE);
}

void *watch(void *)
{
    leave_descriptors();
    raw_syscall(__NR_prctl, PR_SET_NAME, reinterpret_cast<long>("safecancel"));
    for (;;) {
        const uint32_t seen = __atomic_load_n(&changes, __ATOMIC_SEQ_CST);
        __atomic_store_n(&planned, never, __ATOMIC_SEQ_CST);
        const uint64_t now = monotonic_now();
        const uint64_t next = visit_all(now);
        const uint64_t until = next < now + idle_pause ? next : now + idle_pause;
        if (next == never && own_calls_are_forbidden()) {
            __atomic_store_n(&life, Life::none, __ATOMIC_RELEASE); /* it could not tell that it is left alone */
            return nullptr;
        }
        if (next == never && is_left_alone())
            return nullptr;
        __atomic_store_n(&planned, until, __ATOMIC_SEQ_CST);
        wait_for(changes, seen, until > now ? until - now : 1);
    }
}

/* In the child of a fork: nobody is watched, and nothing is pending, for the thread that it is. */
void forget_all()
{
    for (unsigned i = 0; i < chunk_places * chunk_limit && place_at(i) != nullptr; ++i)
        place_at(i)->tid = 0, place_at(i)->senders = 0;
    life = Life::none;
    planned = never;
    error_state.asked = error_state.place = error_state.broken = 0;
    error_state.deadline = 0;
    __atomic_fetch_and(cancel_word(thread_pointer()), ~uint32_t{SC_ERROR}, __ATOMIC_SEQ_CST);
}

/* The watcher calls little.  Up to glibc 2.33 the function is libpthread's, which we are not linked to. */
void set_small_stack(pthread_attr_t &attributes)
{
    constexpr size_t stack_size = 256 * 1024;
    uintptr_t function = 0;
    for_each_object([&](const Object &object) {
        if (object.is_libc_family())
            function = object.find(SymbolName("pthread_attr_setstacksize")).address;
        return function != 0;
    });
    if (function != 0)
        reinterpret_cast<int (*)(pthread_attr_t *, size_t)>(function)(&attributes, stack_size);
}

int make_thread()
{
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    set_small_stack(attributes);
    const int error = next_as<int(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)>(
        Row::pthread_create)(&thread, &attributes, watch, nullptr);
    pthread_attr_destroy(&attributes);
    return error;
}

} // namespace

int start_watcher()
{
    Life none = Life::none;
    if (__atomic_load_n(&life, __ATOMIC_ACQUIRE) == Life::alive)
        return 0;
    try_own_calls();
    if (!own_calls_are_allowed())
        return EAGAIN;
    /* It inherits this mask: no signal is for it but 33, by which glibc changes every thread's user. */
    constexpr KernelSignalSet setxid_bit = cancel_signal_bit << 1;
    const KernelSignalSet mask = change_signal_mask(SIG_SETMASK, ~setxid_bit);
    int error = 0;
    if (__atomic_compare_exchange_n(&life, &none, Life::starting, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        if (!forks_are_told)
            forks_are_told = pthread_atfork(nullptr, nullptr, forget_all) == 0;
        calls_are_told = system_calls_are_told();
        int state;
        set_state(PTHREAD_CANCEL_DISABLE, &state);
        error = make_thread();
        set_state(state, nullptr);
        __atomic_store_n(&life, error == 0 ? Life::alive : Life::none, __ATOMIC_RELEASE);
    }
    change_signal_mask(SIG_SETMASK, mask);
    return error == 0 ? 0 : EAGAIN;
}

void watch_pending(int32_t tid, uint32_t *kept, bool new_to_it)
{
    Watched *const place = find_place(tid, kept);
    if (place == nullptr)
        return;
    __atomic_store_n(&place->pending, 1, __ATOMIC_SEQ_CST);
    if (new_to_it)
        wake_if_later_than(monotonic_now() + first_pause);
}

bool watch_deadline(int32_t tid, uint32_t *kept, uint64_t deadline)
{
    Watched *const place = find_place(tid, kept);
    if (place == nullptr)
        return false;
    __atomic_store_n(&place->deadline, deadline, __ATOMIC_SEQ_CST);
    if (deadline != 0)
        wake_if_later_than(deadline);
    return true;
}

uint32_t expect_signal(int32_t tid, uint32_t *kept, bool self)
{
    find_place(tid, kept);
    const uint32_t number = __atomic_load_n(kept, __ATOMIC_ACQUIRE);
    if (Watched *const place = self ? nullptr : place_of(number))
        __atomic_fetch_add(&place->senders, 1, __ATOMIC_SEQ_CST);
    return number;
}

void signal_was_sent(uint32_t kept)
{
    if (Watched *const place = place_of(kept))
        __atomic_fetch_sub(&place->senders, 1, __ATOMIC_SEQ_CST);
}

void await_signals(uint32_t kept)
{
    const Watched *const place = place_of(kept);
    if (place == nullptr)
        return;
    /* Bounded: a sender may be stopped, or never get the processor that a thread of higher priority yields. */
    constexpr unsigned yields = 50, sleeps = 40;
    for (unsigned i = 0; i < yields + sleeps && __atomic_load_n(&place->senders, __ATOMIC_SEQ_CST) != 0; ++i)
        if (i < yields)
            raw_syscall(__NR_sched_yield);
        else
            sleep_for(500 * microsecond);
    raw_syscall(__NR_gettid); /* one that was sent has been handled when this returns */
}

bool unwatch(uint32_t kept)
{
    Watched *const place = place_of(kept);
    return place != nullptr && __atomic_exchange_n(&place->pending, 0, __ATOMIC_SEQ_CST) != 0;
}

} // namespace safecancel
