/* SPDX-License-Identifier: MIT */
/*
 * Layer: arming.  dlopen, wherever this glibc has it: in libc.so.6 since 2.34,
 * before in libdl.so.2, which most programs do not load.  We may not link to
 * it: the object would need libdl, or a symbol version that older ones lack.
 */
#ifndef SAFECANCEL_SHIM_LOADER_H
#define SAFECANCEL_SHIM_LOADER_H

namespace safecancel {

/* dlopen(path, RTLD_NOW | RTLD_LOCAL); null if it cannot be loaded. */
void *load_object(const char *path);

/* Why the last load_object failed, as far as can be known; never null. */
const char *load_problem();

void unload_object(void *object);

/* What the object loaded from the absolute `path` exports as `name`; null if it does not. */
void *find_in_object(const char *path, const char *name);

/* glibc is 2.`minor` or later, by its own account. */
bool libc_is_since(int minor);

} // namespace safecancel

#endif
