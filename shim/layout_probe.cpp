/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Trying out where the state and the type are kept; see layout_probe.h. */
#include "layout_probe.h"

#include <pthread.h>

#include "config.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

constexpr unsigned word_limit = struct_pthread_limit / sizeof(uint64_t);

/*
 * Every bit of the structure, and whether it has followed the state, or the
 * type, so far.  What else the kernel and glibc change meanwhile (the CPU's
 * number in the rseq area) does not follow for long.
 */
class Watch {
public:
    explicit Watch(const ProbedThread &thread)
        : words_(reinterpret_cast<const volatile uint64_t *>(thread.address)),
          count_(thread.size / sizeof(uint64_t))
    {
        for (unsigned i = 0; i < count_; ++i) {
            seen_[i] = words_[i];
            state_[i] = type_[i] = ~uint64_t{0};
        }
    }

    /* Looks again, after the state or the type, or nothing, was changed. */
    void look(bool state_changed, bool type_changed)
    {
        for (unsigned i = 0; i < count_; ++i) {
            const uint64_t now = words_[i];
            const uint64_t changed = now ^ seen_[i];
            state_[i] &= state_changed ? changed : ~changed;
            type_[i] &= type_changed ? changed : ~changed;
            seen_[i] = now;
        }
    }

    /* The one bit that followed, to `bit`; false if there is none or more than one. */
    bool state(ByteBit &bit) const { return only_bit(state_, bit); }
    bool type(ByteBit &bit) const { return only_bit(type_, bit); }

    bool is_set(const ByteBit &bit) const
    {
        return (reinterpret_cast<const unsigned char *>(seen_)[bit.offset] & bit.mask) != 0;
    }

private:
    bool only_bit(const uint64_t *following, ByteBit &bit) const
    {
        unsigned found = 0;
        const auto *bytes = reinterpret_cast<const unsigned char *>(following);
        for (unsigned i = 0; i < count_ && found < 2; ++i) {
            if (following[i] == 0)
                continue;
            found += static_cast<unsigned>(__builtin_popcountll(following[i]));
            bit.offset = i * sizeof(uint64_t);
            while (bytes[bit.offset] == 0)
                ++bit.offset;
            bit.mask = bytes[bit.offset];
        }
        return found == 1;
    }

    const volatile uint64_t *words_;
    unsigned count_;
    uint64_t seen_[word_limit], state_[word_limit], type_[word_limit];
};

/*
 * Changes the state and the type, in no regular order, and looks each time.
 * From disabled and deferred back to that.
 */
bool try_out(const ProbedThread &thread, Watch &watch)
{
    constexpr char order[] = "t.ts.sttsst.tss..ttss.s.s";
    bool disabled = true, asynchronous = false, done = true;
    int ignored = 0;
    for (const char *step = order; *step != '\0'; ++step) {
        if (*step == 's') {
            disabled = !disabled;
            done &= thread.set_state(
                        disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE, &ignored) == 0;
        } else if (*step == 't') {
            asynchronous = !asynchronous;
            done &= thread.set_type(asynchronous ? PTHREAD_CANCEL_ASYNCHRONOUS
                                                 : PTHREAD_CANCEL_DEFERRED,
                                    &ignored) == 0;
        }
        watch.look(*step == 's', *step == 't');
    }
    return done;
}

uint32_t load(const ProbedThread &thread, uint32_t offset)
{
    return *reinterpret_cast<const volatile uint32_t *>(thread.address + offset);
}

bool in_one_word(const Layout &layout)
{
    return layout.disabled.offset == layout.asynchronous.offset &&
           layout.disabled.offset % sizeof(uint32_t) == 0 &&
           layout.disabled.mask == SC_DISABLED && layout.asynchronous.mask == SC_ASYNCHRONOUS;
}

/* 2.34.0 and 2.35.0: `unsigned char cancelstate, canceltype`, each 0 or 1. */
bool in_bytes_of_their_own(const Layout &layout)
{
    return layout.asynchronous.offset == layout.disabled.offset + 1 &&
           layout.disabled.mask == 1 && layout.asynchronous.mask == 1;
}

/*
 * The thread's id, close before the word, where every glibc has it.  Any other
 * place that holds the same number there makes it a guess.
 */
bool search_tid(const ProbedThread &thread, Layout &layout)
{
    constexpr uint32_t neighbourhood = 64;
    unsigned found = 0;
    const uint32_t first =
        layout.word_offset > neighbourhood ? layout.word_offset - neighbourhood : 0;
    for (uint32_t at = first; at < layout.word_offset; at += sizeof(uint32_t)) {
        if (static_cast<int32_t>(load(thread, at)) != thread.tid)
            continue;
        layout.tid_offset = at;
        ++found;
    }
    return found == 1;
}

/* Holds what the trial showed against what is published. */
const char *compare(const ProbedThread &thread, const PublishedLayout &published, Layout &layout)
{
    const uint32_t word = published.word_offset;
    if (in_one_word(layout)) {
        if (published.known && layout.disabled.offset != word)
            return "the state and the type are not in cancelhandling, but elsewhere in a word";
    } else if (!in_bytes_of_their_own(layout)) {
        return "the state and the type show in bits that no known glibc has them in";
    } else if (!published.known) {
        return "the state and the type have bytes of their own, and nothing tells where "
               "cancelhandling is";
    } else {
        layout.separate = true;
    }
    layout.word_offset = published.known ? word : layout.disabled.offset;
    layout.tid_offset = published.tid_offset;
    layout.source = published.known ? "descriptors" : "search";
    if (!published.known && !search_tid(thread, layout))
        return "the thread id is not to be found in front of cancelhandling, or not only once";
    if (static_cast<int32_t>(load(thread, layout.tid_offset)) != thread.tid)
        return "the thread id is not where the layout has it";
    return nullptr;
}

/*
 * While the thread is disabled and deferred.  Nobody can have made a request
 * to a process that is about to arm, and no thread that runs is exiting.
 */
const char *check_word(const ProbedThread &thread, const Layout &layout)
{
    constexpr uint32_t setxid = 0x40; /* another thread may be in setuid */
    const uint32_t expected = layout.separate ? 0 : SC_DISABLED;
    if ((load(thread, layout.word_offset) & ~setxid) != expected)
        return "cancelhandling holds bits that no running thread has";
    return nullptr;
}

bool is_inside(const ProbedThread &thread, uint32_t offset)
{
    return offset % sizeof(uint32_t) == 0 && offset <= thread.size - sizeof(uint32_t);
}

/* With the thread disabled and deferred. */
const char *probe_deferred(const ProbedThread &thread, const PublishedLayout &published,
                           Layout &layout)
{
    Watch watch(thread);
    if (!try_out(thread, watch))
        return "pthread_setcancelstate or pthread_setcanceltype failed";
    if (!watch.state(layout.disabled) || !watch.is_set(layout.disabled))
        return "no bit of struct pthread, or more than one, follows the state";
    if (!watch.type(layout.asynchronous) || watch.is_set(layout.asynchronous))
        return "no bit of struct pthread, or more than one, follows the type";
    const char *problem = compare(thread, published, layout);
    return problem != nullptr ? problem : check_word(thread, layout);
}

} // namespace

const char *probe_layout(const ProbedThread &thread, const PublishedLayout &published,
                         Layout &layout)
{
    layout = {};
    if (thread.size < sizeof(uint64_t) || thread.size > struct_pthread_limit)
        return "struct pthread has a size that no known glibc gives it";
    if (published.known && (!is_inside(thread, published.word_offset) ||
                            !is_inside(thread, published.tid_offset)))
        return "what glibc tells debuggers lies outside of struct pthread";
    int state = 0, type = 0, ignored = 0;
    if (thread.set_state(PTHREAD_CANCEL_DISABLE, &state) != 0 ||
        thread.set_type(PTHREAD_CANCEL_DEFERRED, &type) != 0)
        return "pthread_setcancelstate or pthread_setcanceltype failed";
    const char *problem = probe_deferred(thread, published, layout);
    thread.set_type(type, &ignored);
    thread.set_state(state, &ignored);
    return problem;
}

} // namespace safecancel
