/* SPDX-License-Identifier: MIT */
#include "page_reader.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "process.h"
#include "process_memory.h"
#include "refusal.h"
#include "stats_page.h"

namespace fs = std::filesystem;

namespace safecancel::tool {
namespace {

constexpr const char *object_name = "libsafecancel.so", *symbol_name = "safecancel_v1_statistics";

/* Text of a page, which may hold anything, for a terminal. */
std::string printable(const char *field, size_t room)
{
    std::string text;
    for (size_t i = 0; i < room && field[i] != '\0'; ++i) {
        const auto byte = static_cast<unsigned char>(field[i]);
        text += byte >= ' ' && byte < 0x7f ? std::string(1, field[i]) : fmt::format("\\x{:02x}", byte);
    }
    return text;
}

template <size_t room> std::string printable(const char (&field)[room])
{
    return printable(field, room);
}

std::string machine_name(uint32_t machine)
{
    switch (machine) {
    case EM_X86_64: return "x86_64";
    case EM_386: return "i386";
    case EM_AARCH64: return "aarch64";
    default: return fmt::format("machine {}", machine);
    }
}

bool is_zero(const sc_stats_page &page)
{
    const auto *byte = reinterpret_cast<const char *>(&page);
    return std::all_of(byte, byte + sizeof page, [](char c) { return c == 0; });
}

/* Everything that a page can have wrong, checked; `source` is for the message. */
Statistics understand(const sc_stats_page &page, const std::string &source)
{
    if (memcmp(page.magic, SC_STATS_MAGIC, sizeof page.magic) != 0)
        refuse("{}: is no statistics page of safecancel: name a process that has libsafecancel.so", source);
    if (page.format != SC_STATS_FORMAT)
        refuse("{}: a statistics page of format {}, not {}: use the safecancel that the process was started with",
               source, page.format, SC_STATS_FORMAT);
    if (page.size != sizeof page || page.point_count > SC_STATS_POINTS || page.level > SC_STATS_OFF || page.pid <= 0)
        refuse("{}: is damaged: a statistics page with impossible numbers", source);
    Statistics result;
    result.pid = page.pid;
    result.life = page.ended != 0 ? Life::ended : Life::running;
    constexpr Level levels[] = {Level::unarmed, Level::full, Level::points_only, Level::off};
    result.level = levels[page.level];
    result.reason = printable(page.reason);
    result.version = printable(page.version);
    result.program = printable(page.program);
    result.machine = machine_name(page.machine);
    result.armed = page.armed;
    result.requests = page.requests;
    result.raised_again = page.raised_again;
    for (uint32_t i = 0; i < page.point_count; ++i) {
        const sc_stats_point &point = page.points[i];
        result.points.push_back({printable(point.name), point.acted_before, point.acted_blocked, point.kept,
                                 point.failed});
    }
    return result;
}

/* The process of the page at `path` is there, and still has the page: it has not become another program. */
bool still_has(pid_t pid, uint64_t start_ticks, const std::string &path, uint64_t inode)
{
    if (!is_alive(pid) || (start_ticks != 0 && start_ticks_of(pid) != start_ticks))
        return false;
    int error = 0;
    const auto mappings = mappings_of(pid, error);
    const std::string name = fs::path(path).filename();
    return error != 0 || std::any_of(mappings.begin(), mappings.end(), [&](const Mapping &mapping) {
        return mapping.inode == inode && fs::path(mapping.path).filename() == name;
    });
}

pid_t number_in(const std::string &path)
{
    const std::string name = fs::path(path).filename(), prefix = SC_STATS_PREFIX;
    if (name.compare(0, prefix.size(), prefix) != 0 || name.size() - prefix.size() > 9 || name.size() == prefix.size() ||
        name.find_first_not_of("0123456789", prefix.size()) != name.npos)
        return 0;
    return static_cast<pid_t>(strtol(name.c_str() + prefix.size(), nullptr, 10));
}

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { if (fd_ >= 0) close(fd_); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void refuse_errno(const std::string &path, int error)
{
    if (error == EACCES || error == EPERM)
        fail("{}: belongs to another user: run safecancel stats as that user, or as root", path);
    if (error == ELOOP)
        refuse("{}: is a symbolic link, and no statistics page", path);
    refuse("{}: {}: no process has left its statistics there", path, strerror(error));
}

/* A process makes its file and then fills it: what is short may be so for a moment only. */
ssize_t read_whole(int file, sc_stats_page &page)
{
    ssize_t got = 0;
    for (int i = 0; i < 10 && got >= 0 && got < static_cast<ssize_t>(sizeof page); ++i) {
        usleep(i == 0 ? 0 : 5000);
        got = pread(file, &page, sizeof page, 0);
    }
    return got;
}

/* A living process that shares its parent's program but has counted nothing since the fork. */
void forget_counts(Statistics &statistics, pid_t pid)
{
    statistics.pid = pid;
    statistics.requests = statistics.raised_again = 0;
    for (PointCounts &point : statistics.points)
        point = {point.name};
}

[[noreturn]] void refuse_memory(pid_t pid, int error)
{
    if (error == ENOENT || error == ESRCH)
        refuse("{}: no such process, and it has left no statistics page", pid);
    fail("{} ({}): its memory may not be read ({}): run safecancel stats as its user, or as root", pid, name_of(pid),
         strerror(error));
}

Statistics read_page_at(const ProcessMemory &memory, uint64_t address, pid_t pid)
{
    sc_stats_page page;
    const std::string source = fmt::format("{} ({})", pid, name_of(pid));
    if (!memory.read(address, &page, sizeof page))
        fail("{}: its statistics page cannot be read out of its memory", source);
    Statistics result;
    if (is_zero(page)) {
        result.pid = pid;
        result.program = name_of(pid);
        result.reason = "the process has had no need of threads so far";
        return result;
    }
    result = understand(page, source);
    if (page.pid != own_number_of(pid))
        forget_counts(result, pid);
    result.pid = pid;
    result.life = Life::running;
    return result;
}

} // namespace

const char *name_of(Level level)
{
    switch (level) {
    case Level::full: return "full";
    case Level::points_only: return "points only";
    case Level::off: return "off";
    case Level::unarmed: break;
    }
    return "not armed yet";
}

PointCounts Statistics::total() const
{
    PointCounts sum;
    for (const PointCounts &point : points) {
        sum.acted_before += point.acted_before;
        sum.acted_blocked += point.acted_blocked;
        sum.kept += point.kept;
        sum.failed += point.failed;
    }
    return sum;
}

std::string page_directory()
{
    const char *directory = getenv("SAFECANCEL_STATS_DIR");
    return directory != nullptr && *directory != '\0' ? directory : SC_STATS_DIRECTORY;
}

Statistics statistics_in_file(const std::string &path)
{
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    struct stat status;
    if (file.get() < 0 || fstat(file.get(), &status) != 0)
        refuse_errno(path, errno);
    if (!S_ISREG(status.st_mode))
        refuse("{}: is no regular file, and no statistics page", path);
    if (status.st_uid != geteuid() && geteuid() != 0)
        fail("{}: belongs to another user: run safecancel stats as that user, or as root", path);
    sc_stats_page page;
    const ssize_t got = read_whole(file.get(), page);
    if (got < 0)
        fail("{}: {}", path, strerror(errno));
    if (got != sizeof page)
        refuse("{}: is damaged: {} bytes of a statistics page, not {}", path, got, sizeof page);
    Statistics result = understand(page, path);
    if (const pid_t named = number_in(path); named != 0 && named != page.pid)
        refuse("{}: is damaged: a statistics page of process {}", path, page.pid);
    result.file = path;
    if (result.life == Life::running && !still_has(page.pid, page.start_ticks, path, status.st_ino))
        result.life = Life::left;
    return result;
}

std::vector<std::string> page_files(const std::string &directory)
{
    std::vector<std::string> found;
    std::error_code error;
    fs::directory_iterator entries(directory, error);
    if (error)
        refuse("{}: {}: name the directory in SAFECANCEL_STATS_DIR, as for the processes", directory, error.message());
    for (const auto &entry : entries) {
        struct stat status;
        if (number_in(entry.path()) != 0 && lstat(entry.path().c_str(), &status) == 0 &&
            (status.st_uid == geteuid() || geteuid() == 0))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end(),
              [](const std::string &a, const std::string &b) { return number_in(a) < number_in(b); });
    return found;
}

std::optional<Statistics> statistics_in_memory(pid_t pid)
{
    int error = 0;
    const auto mappings = mappings_of(pid, error);
    if (error != 0)
        refuse_memory(pid, error);
    if (mappings.empty())
        return {}; /* a thread of the kernel, or on its way out */
    const ProcessMemory memory(pid);
    if (memory.error() != 0)
        refuse_memory(pid, memory.error());
    for (const Mapping &mapping : mappings) {
        if (mapping.offset != 0)
            continue;
        const auto address = find_in_memory(memory, mapping.begin, object_name, symbol_name);
        if (!address)
            continue;
        Statistics result = read_page_at(memory, *address, pid);
        result.object = mapping.path;
        return result;
    }
    return {};
}

std::optional<Statistics> statistics_of(pid_t pid, const std::string &directory)
{
    const std::string path = fmt::format("{}/" SC_STATS_PREFIX "{}", directory, pid);
    std::optional<Statistics> left;
    if (access(path.c_str(), F_OK) == 0) {
        left = statistics_in_file(path);
        if (left->life == Life::running || !is_alive(pid))
            return left;
    }
    /* Whatever has the number now is meant, if it has the object; otherwise what was left. */
    auto living = statistics_in_memory(pid);
    return living ? living : left;
}

} // namespace safecancel::tool
