/* SPDX-License-Identifier: MIT */
/* The contracts stand in stage.h. */
#include "stage.h"

#include <filesystem>

namespace safecancel {

std::string launcher()
{
    return SAFECANCEL_SOURCE "/scripts/safecancel";
}

std::string launched(const std::string &variant)
{
    const std::string file = SAFECANCEL_LAUNCHED + variant;
    return std::filesystem::exists(file) ? file : std::string();
}

Command launch(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), launcher());
    Command command{arguments};
    command.environment = {"SAFECANCEL_LIBRARY=" + shim_path()};
    return command;
}

}  // namespace safecancel
