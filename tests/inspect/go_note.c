/* SPDX-License-Identifier: MIT */
/* The note that Go's linker leaves, in a program of C. */
__asm__(".pushsection .note.go.buildid,\"a\",@note\n"
        ".balign 4\n"
        ".long 4, 8, 4\n"
        ".asciz \"Go\\0\"\n"
        ".asciz \"a/build\"\n"
        ".popsection");

int main(void)
{
    return 0;
}
