/* SPDX-License-Identifier: MIT */
/*
 * Bytes that are read and never trusted: of a file, or of memory in the tests.
 *
 * Rules: files are read, not mapped, so that one that is cut short meanwhile is
 * an error and no signal; and nothing but a regular file is ever opened for
 * reading: opening a FIFO waits, and opening a device does something.
 */
#ifndef SAFECANCEL_INSPECT_BYTE_SOURCE_H
#define SAFECANCEL_INSPECT_BYTE_SOURCE_H

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace safecancel::inspect {

/* Thrown: why a file is not what it has to be, without its name. */
struct Unusable {
    std::string why;
};

class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual uint64_t size() const = 0;

    /* Up to `most` bytes from `offset` on; fewer, or none, at the end.  Throws Unusable. */
    std::vector<uint8_t> read(uint64_t offset, uint64_t most) const;

private:
    /* Returns how many of them were read.  [offset, offset + bytes) lies within size(). */
    virtual size_t read_at(uint64_t offset, uint8_t *to, size_t bytes) const = 0;
};

class MemorySource : public ByteSource {
public:
    MemorySource(const uint8_t *bytes, size_t size) : bytes_(bytes), size_(size) {}
    uint64_t size() const override { return size_; }

private:
    size_t read_at(uint64_t offset, uint8_t *to, size_t bytes) const override;

    const uint8_t *bytes_;
    size_t size_;
};

/* A descriptor that is closed. */
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor();
    Descriptor(Descriptor &&other) noexcept : number_(other.number_) { other.number_ = -1; }
    Descriptor &operator=(Descriptor &&other) noexcept;
    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_;
};

class FileSource : public ByteSource {
public:
    /* What `place` names (of O_PATH or readable), which is looked at before it is opened.  Throws Unusable. */
    explicit FileSource(const Descriptor &place);
    uint64_t size() const override { return static_cast<uint64_t>(status_.st_size); }
    const struct stat &status() const { return status_; }
    int descriptor() const { return file_.number(); }

private:
    size_t read_at(uint64_t offset, uint8_t *to, size_t bytes) const override;

    Descriptor file_;
    struct stat status_{};
};

/* The name for a file of that mode that is no regular one: "a directory". */
const char *kind_of_file(mode_t mode);

} // namespace safecancel::inspect

#endif
