/* SPDX-License-Identifier: MIT */
/* safecancel stats [PID]: what a process with the object has counted, also one that has crashed. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include <fmt/format.h>

#include "command.h"
#include "forms.h"
#include "output.h"
#include "page_reader.h"
#include "process.h"
#include "refusal.h"

namespace safecancel::tool {
namespace {

constexpr const char *help =
    "Without PID: all processes that share their statistics (SAFECANCEL_STATS=1), and\n"
    "those that are gone but left theirs.  With PID also out of a process's memory.\n"
    "\n"
    "Exit status: 0 printed; 1 printed, but for pages that cannot be read; 2 wrong\n"
    "usage, no such process, the object is not loaded in it, or its page is damaged;\n"
    "3 not permitted, or not written.";

struct Options {
    std::string pid, output;
    bool json = false, prometheus = false, all = false, clean = false;
};

pid_t number_of(const std::string &text)
{
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != text.npos || text == "0")
        refuse("{}: is no process number: name one, as ps prints it", text);
    return static_cast<pid_t>(strtol(text.c_str(), nullptr, 10));
}

/* Replaces `path` as a whole: who reads it never finds a half. */
void write_file(const std::string &path, const std::string &text)
{
    std::string temporary = path + ".XXXXXX";
    const int fd = mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0)
        fail("{}: {}", temporary, strerror(errno));
    size_t done = 0;
    ssize_t written = 0;
    while (done < text.size() && (written = write(fd, text.data() + done, text.size() - done)) > 0)
        done += static_cast<size_t>(written);
    const bool good = done == text.size() && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
    const int error = errno;
    if (close(fd) == 0 && good && rename(temporary.c_str(), path.c_str()) == 0)
        return;
    const int later = errno;
    unlink(temporary.c_str());
    fail("{}: {}: it is as it was", path, strerror(good ? later : error));
}

void deliver(const Options &options, const std::string &text)
{
    if (options.output.empty())
        print(text);
    else
        write_file(options.output, text);
}

/* The pages there are; what cannot be understood is said, and counted in `refused`. */
std::vector<Statistics> read_all(const std::string &directory, size_t &refused)
{
    std::vector<Statistics> several;
    refused = 0;
    for (const std::string &path : page_files(directory)) {
        try {
            several.push_back(statistics_in_file(path));
        } catch (const Refusal &refusal) {
            fmt::print(stderr, "safecancel stats: {}\n", refusal.why);
            ++refused;
        }
    }
    return several;
}

int list(const Options &options)
{
    size_t refused = 0;
    const std::string directory = page_directory();
    const auto several = read_all(directory, refused);
    if (options.json)
        deliver(options, as_json(several, options.all));
    else if (options.prometheus)
        deliver(options, as_prometheus(several, options.all));
    else if (several.empty())
        deliver(options, fmt::format("No process of this user shares its statistics in {}.\n", directory));
    else
        deliver(options, as_table(several));
    return refused == 0 ? status_good : status_found;
}

int clean()
{
    size_t refused = 0, removed = 0;
    for (const Statistics &one : read_all(page_directory(), refused)) {
        if (one.life == Life::running)
            continue;
        if (unlink(one.file.c_str()) != 0)
            fail("{}: {}", one.file, strerror(errno));
        ++removed;
    }
    print(fmt::format("{} page{} removed\n", removed, removed == 1 ? "" : "s"));
    return refused == 0 ? status_good : status_found;
}

int show(const Options &options)
{
    const pid_t pid = number_of(options.pid);
    const auto statistics = statistics_of(pid, page_directory());
    if (!statistics)
        refuse("{} ({}): libsafecancel.so is not loaded in it: start it with safecancel PROGRAM", pid, name_of(pid));
    if (options.json)
        deliver(options, as_json(*statistics, options.all));
    else if (options.prometheus)
        deliver(options, as_prometheus({*statistics}, options.all));
    else
        deliver(options, as_text(*statistics, options.all));
    return status_good;
}

} // namespace

int stats_command(CLI::App &app, const Arguments &arguments)
{
    Options options;
    app.footer(help);
    const auto *pid = app.add_option("PID", options.pid, "a process, running or gone");
    auto *json = app.add_flag("--json", options.json, "as JSON");
    auto *prometheus = app.add_flag("--prometheus", options.prometheus,
                                    "as metrics for node_exporter's textfile collector");
    json->excludes(prometheus);
    app.add_flag("--all", options.all, "also points for which nothing has been counted");
    auto *output = app.add_option("--output", options.output, "replace FILE with it, as a whole")->type_name("FILE");
    app.add_flag("--clean", options.clean, "remove the pages of processes that are gone")
        ->excludes("PID")->excludes(json)->excludes(prometheus)->excludes(output);
    parse(app, arguments);
    if (options.clean)
        return clean();
    return pid->count() == 0 ? list(options) : show(options);
}

} // namespace safecancel::tool
