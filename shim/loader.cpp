/* SPDX-License-Identifier: MIT */
/* Layer: arming.  Finding the loader's functions; see loader.h. */
#include "loader.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <string.h>

#include "objects.h"
#include "unwrapped.h"

namespace safecancel {

namespace {

/* The definition of `name` in libc.so.6 or libdl.so.2, null if neither has it. */
template <class Function> Function *find_function(const char *name)
{
    uintptr_t found = 0;
    for_each_object([&](const Object &object) {
        if (object.is_libc() || strcmp(object.soname(), "libdl.so.2") == 0)
            found = object.find(SymbolName(name)).address;
        return found != 0;
    });
    return reinterpret_cast<Function *>(found);
}

/*
 * For libc's own use, up to 2.33, where dlopen is in libdl: the same without an
 * error message.
 */
constexpr char libc_open[] = "__libc_dlopen_mode";
constexpr char libc_close[] = "__libc_dlclose";
constexpr int from_dlopen = static_cast<int>(0x80000000); /* glibc's __RTLD_DLOPEN */

} // namespace

void *load_object(const char *path)
{
    if (auto *open = find_function<void *(const char *, int)>("dlopen"))
        return open(path, RTLD_NOW | RTLD_LOCAL);
    if (auto *open = find_function<void *(const char *, int)>(libc_open))
        return open(path, RTLD_NOW | from_dlopen);
    return nullptr;
}

const char *load_problem()
{
    auto *error = find_function<char *()>("dlerror");
    const char *text = error != nullptr ? error() : nullptr;
    return text != nullptr ? text : "it cannot be loaded";
}

void unload_object(void *object)
{
    auto *close = find_function<int(void *)>("dlclose");
    if (close == nullptr)
        close = find_function<int(void *)>(libc_close);
    if (close != nullptr)
        close(object);
}

void *find_in_object(const char *path, const char *name)
{
    uintptr_t found = 0;
    for_each_object([&](const Object &object) {
        if (strcmp(object.path(), path) == 0)
            found = object.find(SymbolName(name)).address;
        return found != 0;
    });
    return reinterpret_cast<void *>(found);
}

bool libc_is_since(int minor)
{
    int major_read = 0, minor_read = 0;
    return sscanf(gnu_get_libc_version(), "%d.%d", &major_read, &minor_read) == 2 &&
           (major_read > 2 || minor_read >= minor);
}

} // namespace safecancel
