/* SPDX-License-Identifier: MIT */
/* What the figures were measured on. */
#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "parts.h"

namespace safecancel::bench {

namespace {

/* The first line of a file, or what is said instead. */
std::string line_of(const std::string &path, const std::string &otherwise)
{
    std::ifstream file(path);
    std::string line;
    return std::getline(file, line) ? line : otherwise;
}

/* What stands behind the colon of a line that begins so. */
std::string field_of(const std::string &path, const std::string &name)
{
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line))
        if (line.rfind(name, 0) == 0 && line.find(": ") != std::string::npos)
            return line.substr(line.find(": ") + 2);
    return "unknown";
}

std::string system_name()
{
    std::ifstream file("/etc/os-release");
    std::string line;
    const std::string name = "PRETTY_NAME=\"";
    while (std::getline(file, line))
        if (line.rfind(name, 0) == 0)
            return line.substr(name.size(), line.size() - name.size() - 1);
    return "unknown";
}

Json mitigations()
{
    namespace fs = std::filesystem;
    Json found = Json::object();
    std::error_code none;
    for (const auto &entry : fs::directory_iterator("/sys/devices/system/cpu/vulnerabilities", none))
        found[entry.path().filename()] = line_of(entry.path(), "not readable");
    return found;
}

std::string today()
{
    char text[64];
    const std::time_t now = std::time(nullptr);
    std::strftime(text, sizeof text, "%Y-%m-%d", std::localtime(&now));
    return text;
}

} // namespace

Json measure_machine(const Settings &settings)
{
    utsname kernel;
    uname(&kernel);
    const bool guest = field_of("/proc/cpuinfo", "flags").find("hypervisor") != std::string::npos;
    Json versions = Json::array();
    for (const Variant &variant : find_variants(settings.places))
        versions.push_back(variant.architecture + ": " + variant.name);
    return {
        {"date", today()},
        {"processor", field_of("/proc/cpuinfo", "model name")},
        {"processors", sysconf(_SC_NPROCESSORS_ONLN)},
        {"memory", field_of("/proc/meminfo", "MemTotal")},
        {"virtual", guest},
        {"kernel", fmt::format("{} {}", kernel.sysname, kernel.release)},
        {"architecture", kernel.machine},
        {"system", system_name()},
        {"governor", line_of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "not readable")},
        {"load", line_of("/proc/loadavg", "unknown")},
        {"mitigations", mitigations()},
        {"variants", versions},
    };
}

} // namespace safecancel::bench
