/* SPDX-License-Identifier: MIT */
/* A process that never makes a thread. */
int main(void)
{
    return 0;
}
