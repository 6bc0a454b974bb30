/* SPDX-License-Identifier: MIT */
#include "programs.h"

#include <elf.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace fs = std::filesystem;

namespace safecancel {

std::string program_path(const std::string &name)
{
    return std::string(SAFECANCEL_PROGRAMS) + "/" + name;
}

Command program(const std::string &name, std::vector<std::string> arguments)
{
    Command command;
    command.argv = {program_path(name)};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    return command;
}

Command with(Command command, const std::string &variable)
{
    command.environment.push_back(variable);
    return command;
}

Command armed(Command command)
{
    return with(with_shim(std::move(command)), "SAFECANCEL_REQUIRE=1");
}

Command with_shim_at(Command command, const fs::path &shim)
{
    return with(std::move(command), "LD_PRELOAD=" + shim.string());
}

bool installed(const std::string &name)
{
    const char *path = getenv("PATH");
    std::istringstream stream(std::string(path ? path : "/usr/bin:/bin") + ":/usr/sbin:/sbin");
    for (std::string directory; std::getline(stream, directory, ':');)
        if (access((directory + "/" + name).c_str(), X_OK) == 0)
            return true;
    return false;
}

bool system_is_ours()
{
    const auto word_size = [](const char *path) {
        std::ifstream file(path, std::ios::binary);
        char ident[EI_NIDENT] = {};
        file.read(ident, sizeof ident);
        return ident[EI_CLASS];
    };
    return word_size("/bin/sh") == word_size("/proc/self/exe");
}

}  // namespace safecancel
