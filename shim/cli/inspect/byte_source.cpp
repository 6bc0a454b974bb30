/* SPDX-License-Identifier: MIT */
#include "byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace safecancel::inspect {

std::vector<uint8_t> ByteSource::read(uint64_t offset, uint64_t most) const
{
    if (offset >= size())
        return {};
    std::vector<uint8_t> bytes(std::min(most, size() - offset));
    bytes.resize(read_at(offset, bytes.data(), bytes.size()));
    return bytes;
}

size_t MemorySource::read_at(uint64_t offset, uint8_t *to, size_t bytes) const
{
    if (bytes != 0)
        memcpy(to, bytes_ + offset, bytes);
    return bytes;
}

Descriptor::~Descriptor()
{
    if (number_ >= 0)
        close(number_);
}

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    std::swap(number_, other.number_);
    return *this;
}

const char *kind_of_file(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return "a regular file";
    case S_IFDIR:
        return "a directory";
    case S_IFIFO:
        return "a FIFO";
    case S_IFSOCK:
        return "a socket";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    default:
        return "no regular file";
    }
}

FileSource::FileSource(const Descriptor &place)
{
    if (fstat(place.number(), &status_) != 0)
        throw Unusable{strerror(errno)};
    if (!S_ISREG(status_.st_mode))
        throw Unusable{fmt::format("is {}", kind_of_file(status_.st_mode))};
    const std::string name = fmt::format("/proc/self/fd/{}", place.number());
    file_ = Descriptor(open(name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file_)
        throw Unusable{errno == ENOENT ? "/proc is not mounted here" : strerror(errno)};
}

size_t FileSource::read_at(uint64_t offset, uint8_t *to, size_t bytes) const
{
    size_t done = 0;
    while (done < bytes) {
        const ssize_t got = pread(file_.number(), to + done, bytes - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw Unusable{strerror(errno)};
        if (got == 0)
            break; /* it has become shorter */
        done += static_cast<size_t>(got);
    }
    return done;
}

} // namespace safecancel::inspect
