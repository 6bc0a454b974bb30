/* SPDX-License-Identifier: MIT */
/* A program that needs a library that cancels (REACHES canceller), or one that needs such (middle). */
int REACHES();

int main(int argc, char **argv)
{
    (void)argv;
    return argc > 9 ? REACHES(0L) : 0;
}
