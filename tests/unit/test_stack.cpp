/* SPDX-License-Identifier: MIT */
/* shim/stack.cpp: signal frames on stacks that are there, that end, and that go away. */
#include "stack.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "act.h"
#include "catch.hpp"
#include "config.h"
#include "filter.h"
#include "machine.h"
#include "objects.h"

using namespace safecancel;

namespace {

constexpr size_t page = 4096;

void return_address() {}

/* More than is ever looked through. */
constexpr size_t hole = 512 * 1024;

/* Memory with nothing behind it. */
class Stack {
public:
    explicit Stack(size_t pages) : size_(pages * page)
    {
        base_ = static_cast<char *>(
            mmap(nullptr, size_ + hole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        REQUIRE(base_ != MAP_FAILED);
        REQUIRE(munmap(base_ + size_, hole) == 0);
    }
    ~Stack() { munmap(base_, size_); }
    uintptr_t begin() const { return reinterpret_cast<uintptr_t>(base_); }
    uintptr_t limit() const { return begin() + size_; }
    void put(uintptr_t offset, uintptr_t value) { *reinterpret_cast<uintptr_t *>(base_ + offset) = value; }

private:
    size_t size_;
    char *base_;
};

struct WithRestorer {
    WithRestorer() { libc_restorer = return_address; }
    ~WithRestorer() { libc_restorer = nullptr; }
    const uintptr_t value =
        signal_frame_magic != 0 ? signal_frame_magic : reinterpret_cast<uintptr_t>(return_address);
};

} // namespace

TEST_CASE("a_frame_is_found_wherever_it_lies_up_to_the_thread")
{
    const WithRestorer restorer;
    for (const uintptr_t offset : {uintptr_t{0}, uintptr_t{8}, uintptr_t{1016}, uintptr_t{1024}, 3 * page - 8}) {
        Stack stack(3);
        stack.put(offset, restorer.value);
        CHECK(may_have_signal_frame(stack.begin(), stack.limit()));
        CHECK(may_have_signal_frame(stack.begin(), 0)); /* the main thread's: its struct pthread is elsewhere */
        if (offset >= 8)
            CHECK(may_have_signal_frame(stack.begin() + 3, stack.limit())); /* a stack pointer need not be aligned */
        CHECK_FALSE(may_have_signal_frame(stack.begin() + offset + 8, stack.limit()));
    }
}

TEST_CASE("what_lies_in_or_behind_the_thread_is_no_stack")
{
    const WithRestorer restorer;
    Stack stack(3);
    stack.put(2 * page, restorer.value);
    CHECK_FALSE(may_have_signal_frame(stack.begin(), stack.begin() + 2 * page));
    CHECK(may_have_signal_frame(stack.begin(), stack.begin() + 2 * page + 8));
}

TEST_CASE("a_stack_that_ends_without_a_frame_has_none_and_a_long_one_may")
{
    const WithRestorer restorer;
    CHECK_FALSE(may_have_signal_frame(Stack(2).begin(), 0));
    Stack at_end(1), large(100);
    CHECK_FALSE(may_have_signal_frame(at_end.begin(), 0));
    CHECK_FALSE(may_have_signal_frame(at_end.limit(), 0)); /* gone altogether */
    CHECK(may_have_signal_frame(large.begin(), 0));
}

namespace {

/* struct kernel_sigaction: what glibc has asked the kernel for. */
struct KernelSigaction {
    void *handler;
    unsigned long flags;
    SignalRestorer restorer;
    uint64_t mask;
};

int in_handler = -1;

void on_signal(int)
{
    const volatile uintptr_t here = 0;
    in_handler = may_have_signal_frame(reinterpret_cast<uintptr_t>(&here), pthread_self());
}

} // namespace

TEST_CASE("a_handler_of_this_libc_has_a_frame_and_what_it_interrupts_has_none")
{
    int before = -1;
    signal(SIGUSR1, on_signal);
    KernelSigaction action = {};
    REQUIRE(syscall(SYS_rt_sigaction, SIGUSR1, nullptr, &action, sizeof action.mask) == 0);
    libc_restorer = action.restorer;
    if (libc_restorer == nullptr)
        find_restorers(sc_config.restorers);
    std::thread([&] {
        const volatile uintptr_t here = 0;
        before = may_have_signal_frame(reinterpret_cast<uintptr_t>(&here), pthread_self());
        raise(SIGUSR1);
    }).join();
    signal(SIGUSR1, SIG_DFL);
    libc_restorer = nullptr;
    sc_config.restorers[0] = sc_config.restorers[1] = 0;
    CHECK(before == 0);
    CHECK(in_handler == 1);
}

TEST_CASE("a_stack_that_may_not_be_looked_through_may_hold_a_frame")
{
    const uintptr_t here = 0;
    own_calls = OwnCalls::forbidden;
    const bool found = may_have_signal_frame(reinterpret_cast<uintptr_t>(&here), pthread_self());
    own_calls = OwnCalls::allowed;
    CHECK(found);
}

/* As the stack of a thread that ends while it is looked through.  Touching it would end this program. */
TEST_CASE("a_stack_may_go_away_at_any_time")
{
    const WithRestorer restorer;
    Stack stack(16);
    void *const half = reinterpret_cast<void *>(stack.begin() + 8 * page);
    std::atomic<bool> done{false};
    std::atomic<int> gone{0};
    std::thread other([&] {
        for (; !done; ++gone) {
            munmap(half, 8 * page);
            mmap(half, 8 * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        }
    });
    int found = 0;
    for (int i = 0; i < 2000 || gone < 1000; ++i)
        found += may_have_signal_frame(stack.begin(), stack.limit());
    done = true;
    other.join();
    CHECK(found == 0);
}

TEST_CASE("without_a_descriptor_to_read_with_there_may_be_a_frame")
{
    const WithRestorer restorer;
    Stack stack(1);
    REQUIRE_FALSE(may_have_signal_frame(stack.begin(), stack.limit()));
    struct rlimit before = {};
    getrlimit(RLIMIT_NOFILE, &before);
    const struct rlimit none = {0, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    const bool may_have = may_have_signal_frame(stack.begin(), stack.limit());
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(may_have);
}
