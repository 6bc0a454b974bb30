/* SPDX-License-Identifier: MIT */
/*
 * Layer: machine.  Text made in memory that is given, cut where that ends, with
 * nothing of stdio.  Async-signal-safe.
 */
#ifndef SAFECANCEL_SHIM_TEXT_H
#define SAFECANCEL_SHIM_TEXT_H

#include <stddef.h>
#include <stdint.h>

namespace safecancel {

class Text {
public:
    Text(char *place, size_t room) : place_(place), room_(room) {}

    void put(char c)
    {
        if (size_ < room_)
            place_[size_++] = c;
        else
            cut_ = true;
    }

    void put(const char *text)
    {
        while (*text != '\0')
            put(*text++);
    }

    /* With zeros in front, up to `digits`. */
    void decimal(uint64_t value, unsigned digits = 1)
    {
        char reversed[20];
        unsigned count = 0;
        for (; value != 0 || count < digits; value /= 10)
            reversed[count++] = static_cast<char>('0' + value % 10);
        while (count != 0)
            put(reversed[--count]);
    }

    void hexadecimal(uint64_t value)
    {
        put("0x");
        unsigned shift = 60;
        while (shift != 0 && (value >> shift) == 0)
            shift -= 4;
        for (;; shift -= 4) {
            put("0123456789abcdef"[value >> shift & 15]);
            if (shift == 0)
                return;
        }
    }

    /* A byte that could end a word or a line, or is a separator of ours, becomes \xNN. */
    void escaped(char c)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > ' ' && byte != 0x7f && c != '"' && c != '\\' && c != ',') {
            put(c);
            return;
        }
        put("\\x");
        put("0123456789abcdef"[byte >> 4]);
        put("0123456789abcdef"[byte & 15]);
    }

    size_t size() const { return size_; }
    bool was_cut() const { return cut_; }

    /* As it was when it had `size` bytes. */
    void take_back(size_t size)
    {
        size_ = size;
        cut_ = false;
    }

private:
    char *place_;
    size_t room_;
    size_t size_ = 0;
    bool cut_ = false;
};

} // namespace safecancel

#endif
