/* SPDX-License-Identifier: MIT */
/* What is set in units' files (systemd.syntax(7)); see unit.h. */
#include <filesystem>
#include <fstream>
#include <map>

#include "refusal.h"
#include "unit.h"

namespace safecancel::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char *directories[] = {"/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
                                       "/usr/lib/systemd/system", "/lib/systemd/system"};

std::string trimmed(const std::string &text)
{
    const size_t begin = text.find_first_not_of(" \t\r"), end = text.find_last_not_of(" \t\r");
    return begin == text.npos ? "" : text.substr(begin, end - begin + 1);
}

/* A line that ends in a backslash goes on in the next one that is no comment. */
bool read_line(std::istream &lines, std::string &whole)
{
    whole.clear();
    bool more = false;
    for (std::string line; std::getline(lines, line);) {
        const std::string text = trimmed(line);
        if (more && (text.starts_with('#') || text.starts_with(';')))
            continue;
        more = !text.starts_with('#') && !text.starts_with(';') && text.ends_with('\\');
        whole += more ? text.substr(0, text.size() - 1) + " " : text;
        if (!more)
            return true;
    }
    return !whole.empty();
}

void read_file(const std::string &path, std::vector<Setting> &settings)
{
    std::ifstream lines(path);
    if (!lines)
        fail("{}: {}", path, strerror(errno));
    std::string section;
    for (std::string line; read_line(lines, line);) {
        const size_t equals = line.find('=');
        if (line.empty() || line.front() == '#' || line.front() == ';')
            continue;
        if (line.front() == '[')
            section = line;
        else if (section == "[Service]" && equals != line.npos)
            settings.push_back({trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), path});
    }
}

/* The names whose drop-ins a unit reads: its own, its template's, a-.service's for a-b.service, all services'. */
std::vector<std::string> names_of(const Unit &unit)
{
    std::vector<std::string> names = {unit.name};
    if (unit.asked != unit.name)
        names.push_back(unit.asked);
    const std::string stem = unit.name.substr(0, unit.name.rfind('.'));
    const size_t at = stem.find('@');
    if (at != stem.npos && at + 1 < stem.size())
        names.push_back(stem.substr(0, at + 1) + ".service");
    for (size_t dash = stem.rfind('-'); dash != stem.npos && dash != 0; dash = stem.rfind('-', dash - 1))
        names.push_back(stem.substr(0, dash + 1) + ".service");
    names.push_back("service");
    return names;
}

/* By file name, in that order; of two of one name the first found counts. */
std::map<std::string, std::string> find_drop_ins(const std::string &root, const Unit &unit)
{
    std::map<std::string, std::string> found;
    std::error_code error;
    for (const std::string &name : names_of(unit))
        for (const char *directory : directories)
            for (const auto &entry : fs::directory_iterator(root + directory + "/" + name + ".d", error))
                if (entry.path().extension() == ".conf")
                    found.emplace(entry.path().filename().string(), entry.path().string());
    return found;
}

/* \n, \", \\ and the like; others stay as they are. */
char unescaped(char escaped)
{
    switch (escaped) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 's':
        return ' ';
    default:
        return escaped;
    }
}

} // namespace

std::vector<Setting> read_settings(const std::string &root, const Unit &unit)
{
    std::vector<Setting> settings;
    if (!unit.fragment.empty())
        read_file(unit.fragment, settings);
    for (const auto &[name, path] : find_drop_ins(root, unit)) {
        std::error_code error;
        if (name != drop_in_name && fs::is_regular_file(path, error))
            read_file(path, settings);
    }
    return settings;
}

std::vector<Setting> holding(const std::vector<Setting> &settings, std::string_view key)
{
    std::vector<Setting> found;
    for (const Setting &setting : settings) {
        if (setting.key != key)
            continue;
        if (setting.value.empty())
            found.clear();
        else
            found.push_back(setting);
    }
    return found;
}

std::string last_value(const std::vector<Setting> &settings, std::string_view key)
{
    const auto found = holding(settings, key);
    return found.empty() ? "" : found.back().value;
}

std::vector<std::string> words_of(std::string_view value)
{
    std::vector<std::string> words;
    std::string word;
    bool inside = false;
    char quote = 0;
    for (size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '\\' && i + 1 < value.size()) {
            word += unescaped(value[++i]);
            inside = true;
        } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
            quote = quote != 0 ? '\0' : c;
            inside = true;
        } else if (quote == 0 && (c == ' ' || c == '\t')) {
            if (inside)
                words.push_back(word);
            word.clear();
            inside = false;
        } else {
            word += c;
            inside = true;
        }
    }
    if (inside)
        words.push_back(word);
    return words;
}

} // namespace safecancel::tool
