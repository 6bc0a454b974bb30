/* SPDX-License-Identifier: MIT */
/* What the subcommands print: text for people, 80 columns wide, coloured on a terminal only. */
#ifndef SAFECANCEL_TOOL_OUTPUT_H
#define SAFECANCEL_TOOL_OUTPUT_H

#include <string>
#include <string_view>

namespace safecancel::tool {

enum class Colour { good, bad, doubtful, faint, strong };

/* True if standard output is a terminal that is not called dumb, and NO_COLOR (no-color.org) is unset or empty. */
bool colours();

/* `text`, coloured if that is wanted. */
std::string in_colour(Colour colour, std::string_view text);

/*
 * `text` broken into lines of at most 80 columns between words: the first begins
 * with `first`, the others with as many blanks.  Ends in a newline.  A word
 * that is longer stands in a line of its own.  Counts bytes: for ASCII.
 */
std::string wrapped(std::string_view first, std::string_view text);

/* Writes it to standard output; throws Refusal if that fails: a full disk is no success. */
void print(std::string_view text);

} // namespace safecancel::tool

#endif
