/* SPDX-License-Identifier: MIT */
/* The contracts stand in subjects.h. */
#include "subjects.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "catch.hpp"

namespace safecancel {

namespace fs = std::filesystem;

Directory::Directory()
{
    std::string name = (fs::temp_directory_path() / "safecancel-XXXXXX").string();
    if (!mkdtemp(name.data()) || chmod(name.c_str(), 0755) != 0)
        throw std::runtime_error("no temporary directory: " + name);
    path_ = fs::canonical(name);
}

Directory::~Directory()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string Directory::path(const std::string &name) const
{
    return name.empty() ? path_.string() : (path_ / name).string();
}

std::string Directory::write(const std::string &name, const std::string &content, int mode) const
{
    const std::string file = path(name);
    std::ofstream(file, std::ios::binary) << content;
    if (chmod(file.c_str(), mode_t(mode)) != 0)
        throw std::runtime_error("cannot write " + file);
    return file;
}

std::string subject(const std::string &name)
{
    const std::string file = SAFECANCEL_SUBJECTS "/" + name;
    return fs::exists(file) ? file : std::string();
}

std::string content_of(const std::string &file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
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

Command inspection(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), {SAFECANCEL_TOOL, "inspect"});
    Command command{arguments};
    command.environment = {"SAFECANCEL_LIBRARY=" + shim_path()};
    return command;
}

void check_verdict(const Command &command, int status, const std::string &verdict)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(status));
    CHECK(outcome.err.empty());
    const auto lines = lines_of(outcome.out);
    REQUIRE(!lines.empty());
    CHECK(lines.back() == verdict);
    for (size_t i = 0; i + 1 < lines.size(); ++i)
        CHECK((lines[i].size() <= 80 || lines[i].find(' ', 12) == std::string::npos));
}

void check_refused(const Command &command, const std::string &text)
{
    const auto outcome = run(command);
    INFO(outcome.describe());
    CHECK(outcome.exited(2));
    CHECK(outcome.out.empty());
    CHECK(lines_of(outcome.err).size() == 1);
    CHECK(outcome.err.find("safecancel inspect: ") == 0);
    CHECK(outcome.err.find(text) != std::string::npos);
}

nlohmann::json json_of(const std::string &program, std::vector<std::string> environment)
{
    Command command = inspection({"--json", program});
    command.environment.insert(command.environment.end(), environment.begin(), environment.end());
    const auto outcome = run(command);
    INFO(outcome.describe());
    REQUIRE((outcome.exited(0) || outcome.exited(1)));
    return nlohmann::json::parse(outcome.out);
}

}  // namespace safecancel
