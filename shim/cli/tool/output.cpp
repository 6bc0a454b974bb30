/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include <fmt/color.h>

#include "refusal.h"

namespace safecancel::tool {
namespace {

constexpr size_t width = 80;

fmt::text_style style_of(Colour colour)
{
    switch (colour) {
    case Colour::good:
        return fg(fmt::terminal_color::green);
    case Colour::bad:
        return fg(fmt::terminal_color::red) | fmt::emphasis::bold;
    case Colour::doubtful:
        return fg(fmt::terminal_color::yellow);
    case Colour::faint:
        return fg(fmt::terminal_color::bright_black);
    case Colour::strong:
        break;
    }
    return fmt::emphasis::bold;
}

} // namespace

bool colours()
{
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && (refused == nullptr || *refused == '\0') &&
           (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string in_colour(Colour colour, std::string_view text)
{
    return colours() ? fmt::format(style_of(colour), "{}", text) : std::string(text);
}

std::string wrapped(std::string_view first, std::string_view text)
{
    const std::string margin(first.size(), ' ');
    std::string lines, line(first);
    bool empty = true;
    while (!text.empty()) {
        const size_t begin = text.find_first_not_of(" \n");
        if (begin == text.npos)
            break;
        text.remove_prefix(begin);
        const std::string_view word = text.substr(0, text.find_first_of(" \n"));
        text.remove_prefix(word.size());
        if (!empty && line.size() + 1 + word.size() > width) {
            lines += line + "\n";
            line = margin;
            empty = true;
        }
        if (!empty)
            line += ' ';
        line += word;
        empty = false;
    }
    return lines + line + "\n";
}

void print(std::string_view text)
{
    if (fwrite(text.data(), 1, text.size(), stdout) != text.size() || fflush(stdout) != 0)
        fail("standard output: {}", strerror(errno));
}

} // namespace safecancel::tool
