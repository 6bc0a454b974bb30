/* SPDX-License-Identifier: MIT */
/* A library that needs one that cancels. */
int canceller(unsigned long thread);

int middle(void)
{
    return canceller(0) != 0;
}
