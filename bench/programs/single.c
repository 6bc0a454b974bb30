/* SPDX-License-Identifier: MIT */
/* A process that never makes a thread.  With an argument it says how much memory it has. */
#include "rollup.h"

int main(int argc, char **argv)
{
    (void)argv;
    return argc > 1 ? print_memory() : 0;
}
