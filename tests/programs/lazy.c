/* SPDX-License-Identifier: MIT */
/*
 * lazy PLUGIN COUNT: a single-threaded program whose plugin turns out to need
 * threads.  Says "before" and "after" on standard error around its own use of
 * read() and prints `lazy lost=N`.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int fds[2];
    char byte;
    if (argc != 3 || pipe(fds) != 0 || write(fds[1], "x", 1) != 1 || read(fds[0], &byte, 1) != 1)
        return 2;
    fputs("before\n", stderr);
    void *plugin = dlopen(argv[1], RTLD_NOW);
    int (*run)(int) = plugin ? (int (*)(int))dlsym(plugin, "plugin_run") : NULL;
    if (!run) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    fputs("loaded\n", stderr);
    printf("lazy lost=%d\n", run(atoi(argv[2])));
    fputs("after\n", stderr);
    return 0;
}
