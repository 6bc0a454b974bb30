/* SPDX-License-Identifier: MIT */
#include "machine.h"

#include <sched.h>
#include <sys/utsname.h>

#include <fstream>

#include <fmt/format.h>

#include "run.h"

namespace safecancel::tool {
namespace {

using namespace std::chrono_literals;

/* What stands behind `name` and `separator` in the first such line of a file; without quotation marks. */
std::string value_in(const char *file, std::string_view name, char separator)
{
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(name))
            continue;
        const size_t at = line.find(separator);
        if (at == line.npos)
            continue;
        const size_t begin = line.find_first_not_of(" \t\"", at + 1), end = line.find_last_not_of(" \t\"");
        return begin == line.npos || end < begin ? "" : line.substr(begin, end - begin + 1);
    }
    return "";
}

std::string first_line(const Ran &ran)
{
    return ran.well() ? ran.out.substr(0, ran.out.find('\n')) : "";
}

std::string package()
{
    const auto from_debian = first_line(run({"dpkg-query", "-W", "-f", "${Package} ${Version}\n", "libc6"}, {}, 2000ms));
    return from_debian.empty() ? first_line(run({"rpm", "-q", "glibc"}, {}, 2000ms)) : from_debian;
}

std::string processor(const std::string &architecture)
{
    const std::string model = value_in("/proc/cpuinfo", "model name", ':');
    if (!model.empty())
        return model;
    const std::string part = value_in("/proc/cpuinfo", "CPU part", ':');
    return part.empty() ? architecture
                        : fmt::format("implementer {}, part {}", value_in("/proc/cpuinfo", "CPU implementer", ':'), part);
}

} // namespace

Machine describe_machine(const std::string &libc)
{
    utsname names = {};
    uname(&names);
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    const bool known = sched_getaffinity(0, sizeof allowed, &allowed) == 0;
    return {libc,
            package(),
            value_in("/etc/os-release", "PRETTY_NAME", '='),
            fmt::format("{} {}", names.sysname, names.release),
            names.machine,
            processor(names.machine),
            known ? static_cast<unsigned>(CPU_COUNT(&allowed)) : 0};
}

} // namespace safecancel::tool
