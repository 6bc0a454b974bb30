/* SPDX-License-Identifier: MIT */
/* The file that enable writes and disable removes.  Its first lines tell ours, and ours unchanged. */
#ifndef SAFECANCEL_ENABLE_DROP_IN_H
#define SAFECANCEL_ENABLE_DROP_IN_H

#include <string>
#include <vector>

namespace safecancel::tool {

/* NAME=VALUE for Environment=, of which `verbatim`, at the front of VALUE, is the unit's own text, specifiers and all. */
struct Variable {
    std::string name, verbatim, value;
};

/* As systemd reads it back: quoted, and % doubled where it is no specifier of the unit's. */
std::string quoted(const Variable &variable);

/* The file's text. */
std::string drop_in_text(const std::vector<Variable> &variables);

enum class Owner { nobody, ours, edited, foreign };

/* Whose the file is; nobody's if it is not there.  Throws Refusal if it cannot be read. */
Owner owner_of(const std::string &path);

/* Throws Refusal, naming the file, for one that is not ours as it was written. */
void check_owner(const std::string &path, Owner owner);

/* Whole or not at all; makes the directory.  Returns false if it says this already. */
bool write_drop_in(const std::string &path, const std::string &text);

/* With its directory, if nothing else is in it. */
void remove_drop_in(const std::string &path);

} // namespace safecancel::tool

#endif
