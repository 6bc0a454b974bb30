/* SPDX-License-Identifier: MIT */
/*
 * x86: a call is 0xe8 and a jump 0xe9, with the distance from the next
 * instruction in four bytes, lowest first.
 *
 * libc is 1.4 MiB of code and a program waits for this: so first for the upper
 * half of the distance, which over 64 KiB of code is one and the same, and for
 * sixty-four places in one step.
 */
#include "find_calls.h"

#include <emmintrin.h>
#include <string.h>

#ifdef __SSE2__
#define SC_WITH_VECTORS
#else
#define SC_WITH_VECTORS [[gnu::target("sse2")]]
#endif

namespace safecancel {
namespace {

constexpr size_t kSize = 5; /* of either instruction */
constexpr size_t kStep = 16;
constexpr uint32_t kLowerHalf = 0xffff;

class Search {
public:
    Search(const uint8_t *code, uint64_t start, uint64_t target, uint64_t *found, unsigned room)
        : code_(code), start_(start), target_(target), found_(found), room_(room)
    {
    }

    /* How far a call at `offset` would have to go, modulo 2^32. */
    uint32_t distance(size_t offset) const { return static_cast<uint32_t>(target_ - (start_ + offset + kSize)); }

    /* Looks at places [offset, limit). */
    void look_at(size_t offset, size_t limit);

    /* The same, where the upper half of the distance is the same in all of them. */
    SC_WITH_VECTORS void stretch(size_t offset, size_t limit);

    unsigned count() const { return count_; }

private:
    SC_WITH_VECTORS static __m128i hits(const uint8_t *bytes, __m128i third, __m128i fourth);
    void look_at(size_t offset);
    SC_WITH_VECTORS void look_at_hits(size_t offset, __m128i hits);

    const uint8_t *code_;
    uint64_t start_, target_;
    uint64_t *found_;
    unsigned room_;
    unsigned count_ = 0;
};

void Search::look_at(size_t offset)
{
    if ((code_[offset] & 0xfe) != 0xe8)
        return;
    int32_t distance = 0;
    memcpy(&distance, code_ + offset + 1, sizeof distance);
    const uint64_t address = start_ + offset;
    const uint64_t leads_to = address + kSize + static_cast<uint64_t>(static_cast<int64_t>(distance));
    if (static_cast<uintptr_t>(leads_to) != target_)
        return;
    if (count_ < room_)
        found_[count_] = address;
    ++count_;
}

void Search::look_at(size_t offset, size_t limit)
{
    for (; offset < limit; ++offset)
        look_at(offset);
}

SC_WITH_VECTORS __m128i equal(const uint8_t *bytes, __m128i value)
{
    return _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes)), value);
}

/* Which of the sixteen places at `bytes` have that upper half behind them. */
__m128i Search::hits(const uint8_t *bytes, __m128i third, __m128i fourth)
{
    return _mm_and_si128(equal(bytes + 3, third), equal(bytes + 4, fourth));
}

void Search::look_at_hits(size_t offset, __m128i hits)
{
    for (unsigned bits = static_cast<unsigned>(_mm_movemask_epi8(hits)); bits != 0; bits &= bits - 1)
        look_at(offset + static_cast<unsigned>(__builtin_ctz(bits)));
}

void Search::stretch(size_t offset, size_t limit)
{
    const uint32_t upper = distance(offset) >> 16;
    const __m128i third = _mm_set1_epi8(static_cast<char>(upper));
    const __m128i fourth = _mm_set1_epi8(static_cast<char>(upper >> 8));
    for (; offset + 4 * kStep <= limit; offset += 4 * kStep) {
        const uint8_t *bytes = code_ + offset;
        const __m128i first = hits(bytes, third, fourth), second = hits(bytes + kStep, third, fourth);
        const __m128i next = hits(bytes + 2 * kStep, third, fourth), last = hits(bytes + 3 * kStep, third, fourth);
        if (_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(first, second), _mm_or_si128(next, last))) == 0)
            continue;
        look_at_hits(offset, first);
        look_at_hits(offset + kStep, second);
        look_at_hits(offset + 2 * kStep, next);
        look_at_hits(offset + 3 * kStep, last);
    }
    look_at(offset, limit);
}

/* In how many places an instruction may begin. */
size_t places_in(size_t size)
{
    return size < kSize ? 0 : size - kSize + 1;
}

} // namespace

unsigned find_calls_one_by_one(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                               uint64_t *found, unsigned room)
{
    Search search(code, start, target, found, room);
    search.look_at(0, places_in(size));
    return search.count();
}

unsigned find_calls_with_vectors(const uint8_t *code, size_t size, uint64_t start, uint64_t target,
                                 uint64_t *found, unsigned room)
{
    Search search(code, start, target, found, room);
    const size_t places = places_in(size);
    for (size_t offset = 0; offset < places;) {
        const size_t same = (search.distance(offset) & kLowerHalf) + size_t{1};
        const size_t limit = same < places - offset ? offset + same : places;
        search.stretch(offset, limit);
        offset = limit;
    }
    return search.count();
}

} // namespace safecancel
