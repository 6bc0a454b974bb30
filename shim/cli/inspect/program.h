/* SPDX-License-Identifier: MIT */
/* Finding the program that a name or path stands for, as scripts/safecancel and execvp(3) do. */
#ifndef SAFECANCEL_INSPECT_PROGRAM_H
#define SAFECANCEL_INSPECT_PROGRAM_H

#include <memory>
#include <string>
#include <vector>

#include "elf_file.h"
#include "privileges.h"

namespace safecancel::inspect {

struct Program {
    std::string path;
    std::vector<std::string> scripts; /* that led to it: each file with a #! line, the first one first */
    ElfFile elf;
    Privileges privileges;
};

/* Throws tool::Refusal: nothing there, no program, an interpreter that is missing. */
Program find_program(const std::string &name);

} // namespace safecancel::inspect

#endif
