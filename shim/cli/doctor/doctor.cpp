/* SPDX-License-Identifier: MIT */
/*
 * safecancel doctor: what glibc loses on this machine, and what the preloaded
 * object does about it.  Everything is tried in processes of safecancel-probe.
 */
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "command.h"
#include "examination.h"
#include "output.h"
#include "places.h"
#include "refusal.h"

namespace safecancel::tool {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/* Each takes less than half a second on an idle machine, and no more than two if all of it hangs. */
constexpr auto deadline = 12s;

struct Options {
    std::string object{}, probe{};
    std::vector<std::string> preload{}, only{};
    bool json = false, defects_only = false, no_defects = false;
};

/* On standard error: at once on a terminal, where it is wiped away again; else every two seconds. */
class Progress {
public:
    ~Progress()
    {
        if (terminal_ && shown_)
            fmt::print(stderr, "\r\033[K");
    }
    void tell(const std::string &what)
    {
        if (terminal_)
            fmt::print(stderr, "\r\033[K{}...", what);
        else if (Clock::now() - last_ > 2s)
            fmt::print(stderr, "safecancel doctor: {}...\n", what), last_ = Clock::now();
        shown_ = true;
    }

private:
    const bool terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point last_ = Clock::now();
    bool shown_ = false;
};

void add_options(CLI::App &app, Options &options)
{
    app.add_flag("--defects", options.defects_only, "only try out the defects");
    app.add_flag("--no-defects,--quick", options.no_defects, "do not try out the defects")->excludes("--defects");
    app.add_option("--only", options.only, "only try out these defects: D1,D3")->type_name("IDS")->delimiter(',')
        ->allow_extra_args(false)->excludes("--no-defects");
    app.add_option("--preload", options.preload, "another object to preload, after ours: which points would it keep?")
        ->type_name("FILE")
        ->allow_extra_args(false);
    app.add_option("--library", options.object, "the preloaded object, instead of the one beside")->type_name("FILE");
    app.add_option("--probe", options.probe, "the program that the defects are provoked in, instead of ours")
        ->type_name("FILE");
    app.add_flag("--json", options.json, "print JSON");
    app.footer("Exit status: 0 the level is full, and with the shim no defect but the price\n"
               "is seen; 1 it is not so; 2 wrong usage; 3 it could not be found out.");
}

std::string find_probe(const std::string &given)
{
    const std::string path = given.empty() ? own_directory() + "/safecancel-probe" : given;
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0)
        return std::filesystem::absolute(path).string();
    if (!given.empty())
        refuse("--probe {}: is no program: name one that works as safecancel-probe does", path);
    fail("{} is missing: build or install safecancel again, as a whole", path);
}

void check_chosen(const std::vector<std::string> &only)
{
    for (const std::string &id : only)
        if (std::none_of(std::begin(defects), std::end(defects), [&](const Defect &defect) { return id == defect.id; }))
            refuse("--only {}: is none of the defects: D1 to D8", id);
}

bool is_chosen(const Defect &defect, const std::vector<std::string> &only)
{
    return only.empty() || std::find(only.begin(), only.end(), defect.id) != only.end();
}

/* Without ours, even if it is in /etc/ld.so.preload. */
Finding try_stock(const std::string &probe, const Defect &defect)
{
    return judge(run({probe, defect.id}, {"SAFECANCEL=off"}, deadline));
}

Finding try_shim(const std::string &probe, const Defect &defect, const Preloads &preloads)
{
    return judge(run({probe, defect.id}, {"LD_PRELOAD=" + preloads.list}, deadline));
}

/* An object given by --preload is to be looked at, so that it is loaded is no mere warning. */
void check_given(const Level &level, const Options &options)
{
    for (const std::string &warning : level.warnings)
        for (const std::string &file : options.preload)
            if (warning.find(" load " + file + ":") != warning.npos)
                refuse("--preload {}: {}", file, warning);
}

void find_level(Examination &examination, const std::string &probe)
{
    const Ran idle = run({probe, "idle"}, {"LD_PRELOAD=" + examination.preloads.list, "SAFECANCEL_VERBOSE=1"}, deadline);
    examination.level = read_level(idle.err);
    const std::string known = "libc ";
    const size_t at = idle.out.find(known);
    if (!idle.well() || at == idle.out.npos)
        fail("{} idle: {}: {}", probe, idle.how(), idle.err.substr(0, idle.err.find('\n')));
    examination.machine = describe_machine(idle.out.substr(at + known.size(), idle.out.find('\n', at) - at - known.size()));
    assign_points(examination.preloads, examination.level.chained_names, probe);
}

Examination examine(const Options &options)
{
    Examination examination;
    Progress progress;
    examination.shim = shim_object(options.object);
    examination.defects_only = options.defects_only || !options.only.empty();
    check_chosen(options.only);
    const std::string probe = find_probe(options.probe);
    examination.preloads = find_preloads(examination.shim, options.preload);
    progress.tell("looking at the level");
    find_level(examination, probe);
    check_given(examination.level, options);
    if (!examination.defects_only)
        examination.transcript = listen(examination.shim, probe);
    if (options.no_defects)
        return examination;
    for (const Defect &defect : defects) {
        if (!is_chosen(defect, options.only))
            continue;
        progress.tell(fmt::format("{}: trying out glibc", defect.id));
        Finding stock = try_stock(probe, defect);
        progress.tell(fmt::format("{}: trying out the shim", defect.id));
        examination.tried.push_back({&defect, std::move(stock), try_shim(probe, defect, examination.preloads)});
    }
    return examination;
}

} // namespace

int doctor_command(CLI::App &app, const Arguments &arguments)
{
    Options options;
    add_options(app, options);
    parse(app, arguments);
    const Examination examination = examine(options);
    print(options.json ? as_json(examination).dump(2) + "\n" : as_text(examination));
    if (examination.level.name.empty())
        fail("{} did not say at which level it is: is it of this version?", examination.shim);
    return examination.good() ? status_good : status_found;
}

} // namespace safecancel::tool
