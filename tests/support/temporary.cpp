/* SPDX-License-Identifier: MIT */
/* The contracts stand in temporary.h. */
#include "temporary.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace safecancel {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory()
{
    std::string name = (fs::temp_directory_path() / "safecancel-XXXXXX").string();
    if (!mkdtemp(name.data()) || chmod(name.c_str(), 0755) != 0)
        throw std::runtime_error("no temporary directory: " + name);
    path_ = fs::canonical(name);
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const std::string &name, const std::string &content, int mode) const
{
    const auto file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    if (content_of(file) != content || chmod(file.c_str(), mode_t(mode)) != 0)
        throw std::runtime_error("cannot write " + file.string());
    return file.string();
}

std::string TemporaryDirectory::copy(const fs::path &from, const std::string &name) const
{
    const auto file = path_ / name;
    fs::create_directories(file.parent_path());
    fs::copy_file(from, file, fs::copy_options::overwrite_existing);
    return file.string();
}

std::vector<std::string> TemporaryDirectory::names() const
{
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(path_))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string content_of(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const std::string &text, const std::string &prefix)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        if (line.compare(0, prefix.size(), prefix) == 0)
            lines.push_back(line);
    return lines;
}

bool has_line(const std::string &text, const std::string &line)
{
    const auto lines = lines_of(text);
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

} // namespace safecancel
