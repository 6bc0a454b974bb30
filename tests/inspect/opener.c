/* SPDX-License-Identifier: MIT */
/* Opens a library of that name: what it brings along cannot be seen from outside. */
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc > 1 && dlopen(argv[1], RTLD_NOW) != NULL) {
        puts("ready");
        fflush(stdout);
        pause();
    }
    return 0;
}
