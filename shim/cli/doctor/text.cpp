/* SPDX-License-Identifier: MIT */
/* The examination for people: 80 columns. */
#include <fmt/format.h>

#include "examination.h"
#include "output.h"

namespace safecancel::tool {
namespace {

std::string heading(std::string_view text)
{
    return "\n" + in_colour(Colour::strong, text) + "\n";
}

/* A name in a column of its own, and what is to be said of it. */
std::string item(std::string_view name, std::string_view text)
{
    return wrapped(fmt::format("  {:<10}  ", name), text);
}

std::string machine_text(const Examination &examination)
{
    const Machine &machine = examination.machine;
    return in_colour(Colour::strong, "Machine") + "\n" +
           item("libc", fmt::format("glibc {}{}", machine.libc, machine.package.empty() ? "" : " (" + machine.package + ")")) +
           (machine.system.empty() ? "" : item("system", machine.system)) +
           item("kernel", fmt::format("{}, {}", machine.kernel, machine.architecture)) +
           item("processor", fmt::format("{}, {} to run on", machine.processor, machine.processors)) +
           item("object", examination.shim);
}

/* Padded first: what colours it has no width. */
std::string verdict_text(const Finding &finding, bool of_shim)
{
    const std::string padded = fmt::format("{:<12}", verdict_name(finding.verdict));
    switch (finding.verdict) {
    case Verdict::here:
        return in_colour(Colour::bad, padded);
    case Verdict::absent:
        return of_shim ? in_colour(Colour::good, padded) : padded;
    case Verdict::inconclusive:
        break;
    }
    return in_colour(Colour::doubtful, padded);
}

std::string why_or_figures(const Finding &finding)
{
    if (finding.why.empty())
        return figures(finding);
    const std::string seen = figures(finding);
    return seen.empty() ? finding.why : seen + "; " + finding.why;
}

/* Rounds of a kind are told where there is something to tell; the price always. */
std::string details(const Tried &tried)
{
    std::string text;
    for (const auto &[who, finding] : {std::pair{"glibc", &tried.glibc}, {"shim", &tried.shim}})
        if (finding->verdict != Verdict::absent || finding->price)
            text += wrapped(fmt::format("        {:<5}  ", who), why_or_figures(*finding));
    return text;
}

std::string defects_text(const std::vector<Tried> &all)
{
    std::string text = heading(fmt::format("{:<47}  {:<12}  {}", "Defects, each tried out here", "glibc", "with the shim"));
    for (const Tried &tried : all) {
        text += fmt::format("  {}  {:<41}  {}  {}", tried.defect->id, tried.defect->title,
                            verdict_text(tried.glibc, false), verdict_text(tried.shim, true));
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n" + details(tried);
    }
    return text;
}

std::string level_line(const Level &level)
{
    const std::string padded = fmt::format("  {:<10}  ", "level");
    const std::string name = level.name.empty() ? "unknown" : level.name;
    const Colour colour = level.full() ? Colour::good : level.name == "points only" ? Colour::doubtful : Colour::bad;
    return padded + in_colour(colour, name) + "\n" + (level.reason.empty() ? "" : item("because", level.reason));
}

std::string layout_text(const Level &level)
{
    return item("layout", fmt::format("cancelhandling at {}, thread id at {}; told by glibc's {}, confirmed by a probe",
                                      level.word_offset, level.tid_offset, level.witness)) +
           item("points", fmt::format("{} through the thunk, {} left to other preloaded objects", level.points,
                                      level.chained)) +
           item("libc's own", level.understood == 0 ? "left to glibc"
                                                    : fmt::format("{} understood, {} not", level.understood,
                                                                  level.not_understood)) +
           item("membarrier", level.membarrier() ? "yes" : "refused: every cancel sends a signal") +
           (level.signals.empty() || !level.membarrier() ? "" : item("signals", level.signals));
}

std::string level_text(const Level &level)
{
    std::string text = heading("Protection") + level_line(level);
    if (level.name == "full" || level.name == "points only")
        text += layout_text(level);
    for (const std::string &left : level.left_to_libc)
        text += item("not known", left);
    if (!level.disabled_points.empty())
        text += item("not known", "libc's points while cancellation is disabled: " + level.disabled_points);
    for (const std::string &warning : level.warnings)
        text += item("warning", warning);
    for (const std::string &line : level.strange)
        text += item("also said", line);
    return text;
}

std::string preload_text(const Preload &other)
{
    if (!other.after)
        return "comes before ours: what it defines calls ours";
    if (other.points.empty())
        return "comes after ours, and defines no point";
    std::string text = "comes after ours, and keeps";
    for (const std::string &point : other.points)
        text += (&point == &other.points.front() ? " " : ", ") + point;
    return text;
}

std::string preloads_text(const Preloads &preloads)
{
    std::string text = heading("Other preloaded objects");
    if (preloads.system_wide)
        text += "  Ours is in /etc/ld.so.preload: all programs have it.\n";
    if (preloads.others.empty())
        return text + "  none\n";
    for (const Preload &other : preloads.others)
        text += fmt::format("  {}  ({})\n", other.file, other.from) + wrapped("    ", preload_text(other));
    return text;
}

std::string instruction_text(const ShownInstruction &shown, const std::string &mark)
{
    std::string line = fmt::format("  {:<6} {} {:>4}  {:<20}  {}", mark, shown.in_window ? "|" : " ",
                                   fmt::format("+{:x}", shown.offset), shown.bytes, shown.text);
    return (shown.in_window ? in_colour(Colour::strong, line) : line) + "\n";
}

std::string thunk_text(const AuditedThunk &thunk)
{
    std::string text;
    for (const ShownInstruction &shown : disassemble(thunk)) {
        const uint64_t at = thunk.start + shown.offset;
        text += instruction_text(shown, at == thunk.begin    ? "begin"
                                        : at == thunk.end    ? "end"
                                        : at == thunk.cancel ? "cancel"
                                                             : "");
    }
    return text.empty() ? "  Capstone does not read it.\n" : text;
}

std::string audit_text(const Transcript &transcript)
{
    std::string text = heading("The thunk in memory, as audited; | marks the cancellation window");
    if (transcript.thunks.empty())
        return text + item("not shown", transcript.why);
    text += thunk_text(transcript.thunks[0]);
    for (const AuditedThunk &thunk : transcript.thunks)
        if (!thunk.passed)
            text += item("broken", thunk.message);
    if (transcript.thunks.size() > 1 && transcript.thunks[0].passed)
        text += wrapped("  ", fmt::format("Every rule holds for it, and for the {} of the same kind.",
                                          transcript.thunks.size() == 2 ? "second one" : "others"));
    return text;
}

std::string verdict_line(const Examination &examination)
{
    unsigned here = 0, left = 0;
    for (const Tried &tried : examination.tried) {
        here += tried.glibc.verdict == Verdict::here;
        left += tried.shim.verdict == Verdict::here;
    }
    const std::string level = examination.level.name.empty() ? "unknown" : examination.level.name;
    std::string text = fmt::format("Level {}.", level);
    if (!examination.tried.empty())
        text += fmt::format(" glibc has {} of the {} defects here; with the shim {}.", here,
                            examination.tried.size() == std::size(defects) ? "eight" : std::to_string(examination.tried.size()),
                            left == 0 ? "none is seen" : fmt::format("{} of them", left));
    return "\n" + in_colour(examination.good() ? Colour::good : Colour::bad, text) + "\n";
}

} // namespace

bool Examination::good() const
{
    for (const Tried &one : tried)
        if (one.shim.verdict == Verdict::here && !one.shim.price)
            return false;
    return level.full();
}

std::string as_text(const Examination &examination)
{
    std::string text = machine_text(examination);
    if (!examination.tried.empty())
        text += defects_text(examination.tried);
    if (!examination.defects_only) {
        text += level_text(examination.level) + preloads_text(examination.preloads);
        if (examination.transcript)
            text += audit_text(*examination.transcript);
    }
    return text + verdict_line(examination);
}

} // namespace safecancel::tool
