/* SPDX-License-Identifier: MIT */
/*
 * qsort for Capstone, which sorts a table of some hundred registers: libc's asks
 * the kernel for the size of memory (up to glibc 2.36), for which a seccomp
 * filter may end the process that is being armed.
 */
#include <stddef.h>

__attribute__((visibility("hidden"))) void qsort(void *base, size_t count, size_t size,
                                                 int (*compare)(const void *, const void *))
{
    char *const first = base;
    for (size_t i = 1; i < count; ++i)
        for (char *at = first + i * size; at != first && compare(at - size, at) > 0; at -= size)
            for (size_t byte = 0; byte < size; ++byte) {
                const char kept = at[byte];
                at[byte] = at[byte - size];
                at[byte - size] = kept;
            }
}
