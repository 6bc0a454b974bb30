/* SPDX-License-Identifier: MIT */
/* safecancel enable UNIT, safecancel disable UNIT: a drop-in that preloads the object into a service. */
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "checks.h"
#include "command.h"
#include "drop_in.h"
#include "output.h"
#include "places.h"
#include "refusal.h"
#include "unit.h"

namespace safecancel::tool {
namespace {

struct Options {
    std::string unit{}, root{}, object{}, trace{};
    bool stats = false, require = false, now = false, json = false;
};

/* What was done, and what is to be done. */
struct Done {
    Unit unit;
    std::string file;
    bool changed;
    std::vector<std::string> known{};
};

void add_options(CLI::App &app, Options &options, bool enable)
{
    app.add_option("UNIT", options.unit, "a service; .service may be left out")->required();
    if (enable) {
        app.add_flag("--stats", options.stats, "also count requests, and tell at exit (SAFECANCEL_STATS=1)");
        app.add_option("--trace", options.trace, "also write a line for each request acted upon (SAFECANCEL_TRACE)")
            ->type_name("FILE");
        app.add_flag("--require", options.require, "do not run unprotected: status 125 (SAFECANCEL_REQUIRE=1)");
        app.add_option("--library", options.object, "the preloaded object, instead of the one beside")->type_name("FILE");
    }
    app.add_flag("--now", options.now, "reload systemd and restart the unit");
    app.add_option("--root", options.root, "the directory of another system, such as an image")->type_name("DIR");
    app.add_flag("--json", options.json, "print JSON");
    app.footer("Exit status: 0 done, or it was so already; 2 wrong usage, no such unit, a program\n"
               "that nothing can be preloaded into, or a file that is not ours as we wrote it;\n"
               "3 it could not be carried out.");
}

/* Without a slash at the end; "" for the system's own. */
std::string checked_root(const Options &options)
{
    if (options.root.empty())
        return "";
    std::error_code error;
    if (!std::filesystem::is_directory(options.root, error))
        refuse("--root {}: is no directory: name one that holds a system", options.root);
    if (options.now)
        refuse("--now is for the running system: leave out --root, or restart it there");
    const std::string root = std::filesystem::canonical(options.root).string();
    return root == "/" ? "" : root;
}

bool names_ours(const std::string &entry, const std::string &name, const std::string &object)
{
    std::error_code error;
    return entry == name || entry == object || std::filesystem::equivalent(entry, object, error);
}

/* The unit's own LD_PRELOAD without ours, as it stands in the file; the last one counts. */
std::string own_preload(const std::vector<Setting> &settings, const std::string &name, const std::string &object)
{
    const std::string variable = "LD_PRELOAD=";
    std::string set, kept;
    for (const Setting &setting : holding(settings, "Environment"))
        for (const std::string &word : words_of(setting.value))
            if (word.starts_with(variable))
                set = word.substr(variable.size());
    for (size_t begin = set.find_first_not_of(" :"); begin != set.npos;) {
        const size_t end = set.find_first_of(" :", begin);
        const std::string entry = set.substr(begin, end - begin);
        if (!names_ours(entry, name, object))
            kept += entry + ":";
        begin = set.find_first_not_of(" :", end);
    }
    return kept;
}

void check_object_name(const std::string &name, const std::string &object)
{
    if (name.find_first_of(" \t\n:") != name.npos || (name == object && name.find('$') != name.npos))
        refuse("{}: a path with a space, colon or $ cannot be preloaded: install safecancel elsewhere", name);
}

void check_trace(const std::string &file)
{
    if (!file.empty() && (file.front() != '/' || file.find('\n') != file.npos))
        refuse("--trace {}: a service has its own working directory: give an absolute path", file);
}

Done enable(const Options &options)
{
    const std::string root = checked_root(options);
    const std::string object = shim_object(options.object), name = preload_name(object);
    check_object_name(name, object);
    check_trace(options.trace);
    const Unit unit = find_unit(root, options.unit);
    const std::vector<Setting> settings = read_settings(root, unit);
    Done done = {unit, drop_in_path(root, unit), false, check_service(root, unit, settings, object)};
    std::vector<Variable> variables = {{"LD_PRELOAD", own_preload(settings, name, object), name}};
    if (options.stats)
        variables.push_back({"SAFECANCEL_STATS", "", "1"});
    if (!options.trace.empty())
        variables.push_back({"SAFECANCEL_TRACE", "", options.trace});
    if (options.require)
        variables.push_back({"SAFECANCEL_REQUIRE", "", "1"});
    done.changed = write_drop_in(done.file, drop_in_text(variables));
    return done;
}

Done disable(const Options &options)
{
    const std::string root = checked_root(options);
    const Unit unit = find_unit_or_remains(root, options.unit);
    Done done = {unit, drop_in_path(root, unit), false};
    const Owner owner = owner_of(done.file);
    check_owner(done.file, owner);
    if (owner == Owner::nobody && unit.fragment.empty())
        refuse("{}: no such unit, and nothing of ours is left of it", unit.asked);
    done.changed = owner == Owner::ours;
    if (done.changed)
        remove_drop_in(done.file);
    return done;
}

void carry_out(const std::vector<const char *> &command)
{
    std::vector<char *> argv;
    std::string text;
    for (const char *word : command) {
        argv.push_back(const_cast<char *>(word));
        text += (text.empty() ? "" : " ") + std::string(word);
    }
    argv.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        execvp(argv[0], argv.data());
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        fail("{}: {}: the file is as it was asked for, so do this by hand", text,
             WIFEXITED(status) && WEXITSTATUS(status) == 127 ? "not found" : "it failed");
}

/* What makes the change come into effect; a template itself does not run. */
std::vector<std::string> then(const Done &done)
{
    return {"systemctl daemon-reload",
            "systemctl restart " + (done.unit.is_template() ? done.unit.name.substr(0, done.unit.name.find('@')) + "@INSTANCE"
                                                            : done.unit.name)};
}

void tell(const Done &done, const Options &options, const char *did, const char *already)
{
    if (options.json) {
        print(nlohmann::ordered_json({{"unit", done.unit.name}, {"file", done.file}, {"changed", done.changed},
                                      {"notes", done.known}, {"then", then(done)}, {"restarted", options.now}})
                  .dump(2) + "\n");
        return;
    }
    std::string text;
    if (done.unit.name != done.unit.asked)
        text += fmt::format("{} is an alias of {}.\n", done.unit.asked, done.unit.name);
    text += fmt::format("{} {}\n", done.changed ? did : already, done.file);
    for (const std::string &note : done.known)
        text += wrapped("note: ", note);
    if (done.changed && !options.now)
        text += fmt::format("Takes effect with: {} && {}\n", then(done)[0], then(done)[1]);
    print(text);
}

int finish(const Done &done, const Options &options, const char *did, const char *already)
{
    if (options.now && done.unit.is_template())
        refuse("--now: {} is a template: restart its instances by hand ({} is as asked for)", done.unit.name, done.file);
    tell(done, options, did, already);
    if (options.now) {
        carry_out({"systemctl", "daemon-reload"});
        carry_out({"systemctl", "restart", done.unit.name.c_str()});
    }
    return status_good;
}

} // namespace

int enable_command(CLI::App &app, const Arguments &arguments)
{
    Options options;
    add_options(app, options, true);
    parse(app, arguments);
    return finish(enable(options), options, "wrote  ", "already");
}

int disable_command(CLI::App &app, const Arguments &arguments)
{
    Options options;
    add_options(app, options, false);
    parse(app, arguments);
    return finish(disable(options), options, "removed", "not there:");
}

} // namespace safecancel::tool
