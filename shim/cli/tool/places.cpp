/* SPDX-License-Identifier: MIT */
#include "places.h"

#include <cstdlib>
#include <filesystem>

#include "refusal.h"

namespace safecancel::tool {
namespace {

std::string variable(const char *name)
{
    const char *value = getenv(name);
    return value == nullptr ? "" : value;
}

} // namespace

std::string own_directory()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

std::string shim_object(const std::string &given)
{
    std::string path = given.empty() ? variable("SAFECANCEL_LIBRARY") : given;
    if (path.empty())
        path = own_directory() + "/../../libsafecancel.so";
    std::error_code missing;
    const auto found = std::filesystem::canonical(path, missing);
    if (missing)
        refuse("{}: {}: name the preloaded object with --library FILE", path, missing.message());
    if (!std::filesystem::is_regular_file(found))
        refuse("{}: is no regular file: name the preloaded object with --library FILE", path);
    return found.string();
}

std::string preload_name(const std::string &shim)
{
    const std::string name = variable("SAFECANCEL_PRELOAD");
    return name.empty() || shim != variable("SAFECANCEL_LIBRARY") ? shim : name;
}

} // namespace safecancel::tool
