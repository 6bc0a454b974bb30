/* SPDX-License-Identifier: MIT */
/* A temporary directory for one test, and texts as lines. */
#ifndef SAFECANCEL_TESTS_SUPPORT_TEMPORARY_H
#define SAFECANCEL_TESTS_SUPPORT_TEMPORARY_H

#include <filesystem>
#include <string>
#include <vector>

namespace safecancel {

/* Made empty, readable for everybody; removed with all it holds. */
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory &) = delete;
    TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

    const std::filesystem::path &path() const { return path_; }

    /* The path of a file in it, which need not be there. */
    std::string file(const std::string &name) const { return (path_ / name).string(); }

    /* Writes a file and returns its path. */
    std::string write(const std::string &name, const std::string &content, int mode = 0644) const;

    /* The same, for everybody to execute. */
    std::string write_program(const std::string &name, const std::string &content) const
    {
        return write(name, content, 0755);
    }

    /* Copies a file, with its permissions, and returns the copy's path. */
    std::string copy(const std::filesystem::path &from, const std::string &name) const;

    /* Names of what is in it, sorted. */
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

/* The whole file; empty when it cannot be read. */
std::string content_of(const std::filesystem::path &file);

/* The lines of a text, without their ends; `prefix`: only those that begin with it. */
std::vector<std::string> lines_of(const std::string &text, const std::string &prefix = "");

/* Whether one of the lines is this one. */
bool has_line(const std::string &text, const std::string &line);

} // namespace safecancel

#endif
