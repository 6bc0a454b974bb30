/* SPDX-License-Identifier: MIT */
/* The program around print_answers(), which may be in the program, an archive or a shared library. */
#ifdef __cplusplus
extern "C"
#endif
int print_answers(void);

int main(void)
{
    return print_answers();
}
