/* SPDX-License-Identifier: MIT */
/* How a subcommand gives up: one clear line on standard error, and an exit status. */
#ifndef SAFECANCEL_TOOL_REFUSAL_H
#define SAFECANCEL_TOOL_REFUSAL_H

#include <cerrno>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "command.h"

namespace safecancel::tool {

/* `why` names what was wrong and what to do, without the tool's name and newline. */
struct Refusal {
    int status;
    std::string why;
};

/* Throws: input that cannot be used. */
template <class... Parts> [[noreturn]] void refuse(fmt::format_string<Parts...> format, Parts &&...parts)
{
    throw Refusal{status_usage, fmt::format(format, std::forward<Parts>(parts)...)};
}

/* Throws: what was asked for could not be carried out. */
template <class... Parts> [[noreturn]] void fail(fmt::format_string<Parts...> format, Parts &&...parts)
{
    throw Refusal{status_failed, fmt::format(format, std::forward<Parts>(parts)...)};
}

} // namespace safecancel::tool

#endif
