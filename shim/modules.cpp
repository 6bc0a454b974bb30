/* SPDX-License-Identifier: MIT */
/* Layer: handler and pthread_cancel.  Reading /proc/self/maps; see modules.h. */
#include "modules.h"

#include <fcntl.h>
#include <string.h>

#include "machine.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/*
 * The list, line by line.  Parts of one module follow each other, with nothing of
 * another in between: the first begins where the module does.
 */
class Search {
public:
    Search(Frame *frames, unsigned count, ModuleSpace &space) : frames_(frames), count_(count), space_(space) {}

    /* "begin-end rwxp offset device inode path"; the last three tell modules apart. */
    void look_at(char *line)
    {
        char *at = line;
        const uintptr_t begin = hexadecimal(at), end = hexadecimal(at);
        char *const path = strchr(at, '/');
        if (path == nullptr)
            return;
        if (strcmp(path, module_) != 0) {
            base_ = begin;
            kept_ = nullptr;
            strncpy(module_, path, sizeof module_ - 1);
        }
        for (unsigned i = 0; i < count_; ++i)
            if (frames_[i].address - begin < end - begin) {
                frames_[i].base = base_;
                frames_[i].module = keep(path);
            }
    }

private:
    static uintptr_t hexadecimal(char *&at)
    {
        uintptr_t value = 0;
        for (;; ++at) {
            if (*at >= '0' && *at <= '9')
                value = value * 16 + static_cast<uintptr_t>(*at - '0');
            else if (*at >= 'a' && *at <= 'f')
                value = value * 16 + static_cast<uintptr_t>(*at - 'a' + 10);
            else
                break;
        }
        at += *at != '\0';
        return value;
    }

    /* Once for each module; its last part if there is no room for the whole. */
    const char *keep(const char *path)
    {
        if (kept_ != nullptr)
            return kept_;
        size_t size = strlen(path) + 1;
        if (used_ + size > sizeof space_.paths) {
            path = strrchr(path, '/');
            size = strlen(path) + 1;
        }
        if (used_ + size > sizeof space_.paths)
            return nullptr;
        kept_ = static_cast<char *>(memcpy(space_.paths + used_, path, size));
        used_ += size;
        return kept_;
    }

    Frame *frames_;
    unsigned count_;
    ModuleSpace &space_;
    uintptr_t base_ = 0;
    char module_[512] = "";
    const char *kept_ = nullptr;
    size_t used_ = 0;
};

} // namespace

void find_modules(Frame *frames, unsigned count, ModuleSpace &space)
{
    const long fd = raw_syscall(__NR_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/maps"), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    Search search(frames, count, space);
    size_t held = 0;
    for (;;) {
        const long got = raw_syscall(__NR_read, fd, reinterpret_cast<long>(space.list + held),
                                     static_cast<long>(sizeof space.list - held));
        if (got <= 0)
            break;
        held += static_cast<size_t>(got);
        char *line = space.list;
        while (char *end = static_cast<char *>(memchr(line, '\n', held))) {
            *end = '\0';
            search.look_at(line);
            held -= static_cast<size_t>(end + 1 - line);
            line = end + 1;
        }
        if (held == sizeof space.list)
            break; /* a line longer than that: a path that nobody would read */
        memmove(space.list, line, held);
    }
    raw_syscall(__NR_close, fd);
}

} // namespace safecancel
