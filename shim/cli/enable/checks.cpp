/* SPDX-License-Identifier: MIT */
#include "checks.h"

#include <elf.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "refusal.h"

namespace safecancel::tool {
namespace {

namespace fs = std::filesystem;

/* The first bytes of a file; fewer if it is shorter. */
std::string head_of(const std::string &path)
{
    std::array<char, 4096> bytes;
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<size_t>(file.gcount())};
}

template <class Integer> Integer number_at(const std::string &bytes, size_t offset)
{
    Integer value = 0;
    if (offset + sizeof value <= bytes.size())
        memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

/* The loader that a program asks for; "" if it asks for none: then it is static. */
std::string interpreter_of(const std::string &elf)
{
    const bool wide = elf[EI_CLASS] == ELFCLASS64;
    const auto table = wide ? number_at<uint64_t>(elf, offsetof(Elf64_Ehdr, e_phoff))
                            : number_at<uint32_t>(elf, offsetof(Elf32_Ehdr, e_phoff));
    const auto count = number_at<uint16_t>(elf, wide ? offsetof(Elf64_Ehdr, e_phnum) : offsetof(Elf32_Ehdr, e_phnum));
    for (unsigned i = 0; i < count; ++i) {
        const size_t at = table + i * (wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
        if (number_at<uint32_t>(elf, at) != PT_INTERP)
            continue;
        const auto offset = wide ? number_at<uint64_t>(elf, at + offsetof(Elf64_Phdr, p_offset))
                                 : number_at<uint32_t>(elf, at + offsetof(Elf32_Phdr, p_offset));
        return offset < elf.size() ? elf.c_str() + offset : "?";
    }
    return "";
}

void check_elf(const std::string &program, const std::string &elf, const std::string &object)
{
    const std::string ours = head_of(object), interpreter = interpreter_of(elf);
    if (interpreter.empty())
        refuse("{}: statically linked: nothing can be preloaded into it", program);
    if (interpreter.find("/ld-musl") != interpreter.npos)
        refuse("{}: for another C library ({}): safecancel is for glibc", program, interpreter);
    if (elf[EI_CLASS] != ours[EI_CLASS] || number_at<uint16_t>(elf, 18) != number_at<uint16_t>(ours, 18))
        refuse("{}: for another architecture than {}: use a safecancel built for it", program, object);
}

bool is_root(const std::vector<Setting> &settings)
{
    const std::string user = last_value(settings, "User");
    return (user.empty() || user == "root" || user == "0") && last_value(settings, "DynamicUser") != "yes";
}

bool is_on(const std::string &value)
{
    return value == "yes" || value == "true" || value == "on" || value == "1";
}

/* The loader preloads nothing by a path into a program that gains privileges (ld.so(8), secure-execution mode). */
void check_privileges(const std::string &program, const std::vector<Setting> &settings)
{
    struct stat file;
    if (is_root(settings) || is_on(last_value(settings, "NoNewPrivileges")) || stat(program.c_str(), &file) != 0)
        return;
    if ((file.st_mode & S_ISUID) != 0)
        refuse("{}: set-user-ID, and not run by root: the loader preloads nothing into it", program);
    if ((file.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
        refuse("{}: set-group-ID, and not run by root: the loader preloads nothing into it", program);
    if (getxattr(program.c_str(), "security.capability", nullptr, 0) > 0)
        refuse("{}: has file capabilities, and is not run by root: the loader preloads nothing into it; "
               "AmbientCapabilities= in the unit does not hinder it", program);
}

/* By a #! line its interpreter, which is what the object is loaded into. */
void check_program(const std::string &root, const std::string &program, const std::vector<Setting> &settings,
                   const std::string &object, std::vector<std::string> &known, int depth = 0)
{
    const std::string path = root + program, head = head_of(path);
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return known.push_back(fmt::format("{}: is not there, or no file: it was not looked at", program));
    if (head.starts_with("#!") && depth < 4) {
        const size_t begin = head.find_first_not_of(" \t", 2), end = head.find_first_of(" \t\n", begin);
        if (begin != head.npos && end != head.npos)
            return check_program(root, head.substr(begin, end - begin), settings, object, known, depth + 1);
    }
    if (!head.starts_with(ELFMAG) || head.size() < sizeof(Elf32_Ehdr))
        return known.push_back(fmt::format("{}: is no program of ours to judge", program));
    check_elf(program, head, object);
    check_privileges(path, settings);
}

/* ExecStart=, without what may stand before the path (systemd.service(5)). */
std::string program_of(const std::vector<Setting> &settings)
{
    const auto words = words_of(last_value(settings, "ExecStart"));
    if (words.empty())
        return "";
    const size_t begin = words[0].find_first_not_of("@-:+!|");
    return begin == words[0].npos ? "" : words[0].substr(begin);
}

/* The object has to be where the service sees it, and where its user may read it. */
void check_reach(const std::vector<Setting> &settings, const std::string &root, const std::string &object,
                 std::vector<std::string> &known)
{
    std::error_code error;
    if (!root.empty() && !fs::exists(root + object, error))
        known.push_back(fmt::format("{} is not there yet below {}", object, root));
    for (const char *key : {"RootDirectory", "RootImage"})
        if (!last_value(settings, key).empty())
            known.push_back(fmt::format("{}={}: the object has to be in there as {}", key, last_value(settings, key), object));
    const std::string homes = last_value(settings, "ProtectHome");
    if (!homes.empty() && homes != "no" && homes != "false" && homes != "read-only" &&
        (object.starts_with("/home/") || object.starts_with("/root/") || object.starts_with("/run/user/")))
        known.push_back(fmt::format("ProtectHome={} hides {}: install the object elsewhere", homes, object));
    if (is_on(last_value(settings, "PrivateTmp")) && (object.starts_with("/tmp/") || object.starts_with("/var/tmp/")))
        known.push_back(fmt::format("PrivateTmp= hides {}: install the object elsewhere", object));
    if (is_root(settings))
        return;
    for (fs::path path = root + object; path != path.root_path(); path = path.parent_path()) {
        struct stat file;
        const mode_t wanted = path == fs::path(root + object) ? S_IROTH : S_IXOTH;
        if (stat(path.c_str(), &file) == 0 && (file.st_mode & wanted) == 0)
            return known.push_back(fmt::format("{} is not for everybody to read: the service's user may not have the object", path.string()));
    }
}

/* A list of allowed calls without membarrier: the kernel ends the process as it is armed, unless an error is asked for. */
void check_filter(const std::vector<Setting> &settings, std::vector<std::string> &known)
{
    bool first = true, allows = false, has_membarrier = false;
    for (const Setting &setting : holding(settings, "SystemCallFilter")) {
        const bool denies = setting.value.starts_with('~');
        allows = first ? !denies : allows;
        first = false;
        for (std::string word : words_of(setting.value.substr(denies ? 1 : 0))) {
            word = word.substr(0, word.find(':'));
            if (word == "membarrier" || word == "@default" || word == "@known" || (!denies && word == "@system-service"))
                has_membarrier = !denies;
        }
    }
    if (allows && !has_membarrier)
        known.push_back("SystemCallFilter= allows neither membarrier nor @system-service: add one of them, or the kernel "
                        "refuses the call as the object is armed, and may end the program");
}

/* These win over Environment= (systemd.exec(5)). */
void check_overridden(const std::vector<Setting> &settings, const std::string &root, std::vector<std::string> &known)
{
    for (const Setting &unset : holding(settings, "UnsetEnvironment"))
        for (const std::string &word : words_of(unset.value))
            if (word == "LD_PRELOAD" || word.starts_with("LD_PRELOAD="))
                refuse("{}: UnsetEnvironment=LD_PRELOAD takes back what enable would set: remove it there", unset.file);
    for (const Setting &setting : holding(settings, "EnvironmentFile")) {
        const std::string path = setting.value.substr(setting.value.starts_with('-') ? 1 : 0);
        std::ifstream lines(root + path);
        for (std::string line; std::getline(lines, line);)
            if (line.find_first_not_of(" \t") != line.npos && line.substr(line.find_first_not_of(" \t")).starts_with("LD_PRELOAD="))
                known.push_back(fmt::format("{} sets LD_PRELOAD, which wins over what is written here: add the object there", path));
    }
}

} // namespace

std::vector<std::string> check_service(const std::string &root, const Unit &unit, const std::vector<Setting> &settings,
                                       const std::string &object)
{
    std::vector<std::string> known;
    const std::string program = program_of(settings);
    if (program.empty())
        known.push_back(fmt::format("{}: has no ExecStart= to look at", unit.name));
    else if (program.front() != '/' || program.find_first_of("%$") != program.npos)
        known.push_back(fmt::format("{}: depends on systemd: it was not looked at", program));
    else
        check_program(root, program, settings, object, known);
    check_reach(settings, root, object, known);
    check_filter(settings, known);
    check_overridden(settings, root, known);
    return known;
}

} // namespace safecancel::tool
