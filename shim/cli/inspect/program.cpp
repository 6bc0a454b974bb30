/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <sstream>

#include "library_search.h"
#include "point_table.h"
#include "refusal.h"

namespace safecancel::inspect {
namespace {

using tool::refuse;

constexpr size_t most_scripts = 4, longest_line = 255;

/* In PATH, or as it is if it holds a slash. */
std::string path_of(const std::string &name)
{
    if (name.empty())
        refuse("no program is named: give a path, a name in PATH, or a process ID");
    if (name.find('/') != name.npos)
        return name;
    const char *variable = getenv("PATH");
    std::string unusable;
    for (const std::string &directory : split(variable != nullptr ? variable : "/bin:/usr/bin", ":")) {
        const std::string path = (directory.empty() ? "." : directory) + "/" + name;
        struct stat status;
        if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        if (access(path.c_str(), X_OK) == 0)
            return path;
        if (unusable.empty())
            unusable = path;
    }
    if (unusable.empty())
        refuse("{}: not found in PATH: check the spelling, or give its path", name);
    return unusable;
}

FileSource open_program(const std::string &path)
{
    const Descriptor place(open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place)
        refuse("{}: {}: {}", path, strerror(errno), errno == EACCES ? "look as a user who may read it" : "check the path");
    try {
        return FileSource(place);
    } catch (const Unusable &unusable) {
        refuse("{}: {}: name a program, and one that you may read", path, unusable.why);
    }
}

/* The words of a #! line; empty if there is none. */
std::vector<std::string> interpreter_line(const FileSource &file, const std::string &path)
{
    const auto bytes = file.read(0, longest_line);
    std::string line(bytes.begin(), bytes.end());
    if (line.rfind("#!", 0) != 0)
        return {};
    line = line.substr(2, line.find_first_of(std::string("\n\0", 2)) - 2);
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    if (words.empty())
        refuse("{}: its #! line names no interpreter: correct its first line", path);
    return words;
}

/* What env(1) would run: nothing where its options hide that. */
std::string run_by_env(const std::vector<std::string> &words)
{
    for (size_t i = 1; i < words.size(); ++i) {
        std::string word = words[i];
        if (word == "-S" || word == "--split-string")
            continue;
        if (word.rfind("-S", 0) == 0)
            word = word.substr(2);
        else if (word.rfind("--split-string=", 0) == 0)
            word = word.substr(15);
        if (word == "-u" || word == "-C" || word == "--unset" || word == "--chdir")
            return {};
        if (word[0] != '-' && word.find_first_of("=\"'\\$") == word.npos)
            return word;
    }
    return {};
}

/* The path of a script's interpreter. */
std::string interpreter_of(const std::string &script, const std::vector<std::string> &words)
{
    if (access(words[0].c_str(), F_OK) != 0)
        refuse("{}: its interpreter {} is missing: install it, or correct the first line", script, words[0]);
    const std::string by_env = last_part(words[0]) == "env" ? run_by_env(words) : std::string();
    return by_env.empty() ? words[0] : path_of(by_env);
}

ElfFile read_program(const FileSource &file, const std::string &path)
{
    try {
        ElfFile elf = read_elf(file, is_wanted);
        if (elf.type != ET_EXEC && elf.type != ET_DYN)
            refuse("{}: an ELF object, but no program: link it first", path);
        return elf;
    } catch (const Unusable &unusable) {
        refuse("{}: {}: name a program, or a script with a #! line", path, unusable.why);
    }
}

} // namespace

Program find_program(const std::string &name)
{
    Program program;
    program.path = path_of(name);
    for (;;) {
        const FileSource file = open_program(program.path);
        const auto words = interpreter_line(file, program.path);
        if (words.empty()) {
            program.elf = read_program(file, program.path);
            program.privileges = privileges_of(file);
            return program;
        }
        if (program.scripts.size() >= most_scripts)
            refuse("{}: too many interpreters of interpreters: name the real one", name);
        program.scripts.push_back(program.path);
        program.path = interpreter_of(program.path, words);
    }
}

} // namespace safecancel::inspect
