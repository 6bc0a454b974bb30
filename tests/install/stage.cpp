/* SPDX-License-Identifier: MIT */
/* The contracts stand in stage.h. */
#include "stage.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace safecancel {

namespace fs = std::filesystem;

Stage::Stage()
{
    std::string name = (fs::temp_directory_path() / "safecancel-XXXXXX").string();
    if (!mkdtemp(name.data()) || chmod(name.c_str(), 0755) != 0)
        throw std::runtime_error("no temporary directory: " + name);
    path_ = fs::canonical(name);
}

Stage::~Stage()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string Stage::write(const std::string &name, const std::string &content, int mode) const
{
    const auto file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    if (content_of(file) != content || chmod(file.c_str(), mode_t(mode)) != 0)
        throw std::runtime_error("cannot write " + file.string());
    return file.string();
}

std::string Stage::copy(const fs::path &from, const std::string &name) const
{
    const auto file = path_ / name;
    fs::create_directories(file.parent_path());
    fs::copy_file(from, file, fs::copy_options::overwrite_existing);
    return file.string();
}

std::string content_of(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    if (stream.peek() != std::ifstream::traits_type::eof())
        content << stream.rdbuf();
    return content.str();
}

std::vector<std::string> lines_of(const std::string &text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

bool has_line(const std::string &text, const std::string &line)
{
    const auto lines = lines_of(text);
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::string launcher()
{
    return SAFECANCEL_SOURCE "/scripts/safecancel";
}

std::string launched(const std::string &variant)
{
    const std::string file = SAFECANCEL_LAUNCHED + variant;
    return fs::exists(file) ? file : std::string();
}

Command launch(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), launcher());
    Command command{arguments};
    command.environment = {"SAFECANCEL_LIBRARY=" + shim_path()};
    return command;
}

}  // namespace safecancel
