/* SPDX-License-Identifier: MIT */
#include "command.h"

namespace safecancel::tool {

void parse(CLI::App &app, const Arguments &arguments)
{
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend())); // CLI11 takes the last first
}

} // namespace safecancel::tool
