/* SPDX-License-Identifier: MIT */
#include "image.h"

#include "catch.hpp"

namespace safecancel {

namespace {

Outcome tool(const Image &image, const std::string &command, const std::string &name, std::vector<std::string> options)
{
    std::vector<std::string> argv = {SAFECANCEL_TOOL, command, name, "--root", image.root()};
    argv.insert(argv.end(), options.begin(), options.end());
    if (command == "enable")
        argv.insert(argv.end(), {"--library", shim_path()});
    return run({argv});
}

}  // namespace

Image::Image()
{
    std::filesystem::create_directories(path("/usr/bin"));
    std::filesystem::copy_file("/proc/self/exe", path("/usr/bin/food"));
    unit("foo.service", "ExecStart=/usr/bin/food --option\n");
}

void Image::write(const std::string &inside, const std::string &content, int mode) const
{
    std::filesystem::create_directories(std::filesystem::path(path(inside)).parent_path());
    stage_.write(inside.substr(1), content, mode);
}

void Image::unit(const std::string &name, const std::string &lines) const
{
    write("/etc/systemd/system/" + name, "[Unit]\nDescription=a test\n[Service]\n" + lines);
}

Outcome Image::enable(const std::string &name, std::vector<std::string> options) const
{
    return tool(*this, "enable", name, options);
}

Outcome Image::disable(const std::string &name, std::vector<std::string> options) const
{
    return tool(*this, "disable", name, options);
}

std::string drop_in(const std::string &unit)
{
    return "/etc/systemd/system/" + unit + ".d/safecancel.conf";
}

void check_refused(const Outcome &outcome, int status, const std::string &said)
{
    INFO(said << outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.out.empty());
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find(said) != std::string::npos);
}

}  // namespace safecancel
