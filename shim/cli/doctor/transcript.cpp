/* SPDX-License-Identifier: MIT */
#include "transcript.h"

#include <stdlib.h>

#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <capstone/capstone.h>
#include <fmt/format.h>

#include "places.h"
#include "run.h"

namespace safecancel::tool {
namespace {

using namespace std::chrono_literals;

std::vector<uint8_t> bytes_of(const std::string &digits)
{
    std::vector<uint8_t> bytes;
    for (size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    return bytes;
}

bool read_thunk(std::istringstream &words, AuditedThunk &thunk)
{
    std::string code;
    int passed = 0;
    words >> std::hex >> thunk.start >> thunk.begin >> thunk.end >> thunk.cancel >> thunk.act >> thunk.failed >>
        passed >> code;
    if (!words || code.find_first_not_of("0123456789abcdef") != code.npos)
        return false;
    thunk.passed = passed == 1;
    thunk.code = bytes_of(code);
    std::getline(words >> std::ws, thunk.message);
    return !thunk.code.empty();
}

bool read_window(std::istringstream &words, AuditedWindow &window)
{
    words >> std::hex >> window.begin >> window.end >> window.after >> window.number >> window.flags >> window.name >>
        window.offset;
    return !words.fail();
}

/* A directory of our own, removed with what is in it. */
class Directory {
public:
    Directory()
    {
        std::string pattern = (std::filesystem::temp_directory_path(error_) / "safecancel-doctor-XXXXXX").string();
        path_ = error_ || mkdtemp(pattern.data()) == nullptr ? "" : pattern;
    }
    ~Directory()
    {
        if (!path_.empty())
            std::filesystem::remove_all(path_, error_);
    }
    Directory(const Directory &) = delete;
    Directory &operator=(const Directory &) = delete;
    const std::string &path() const { return path_; }

private:
    std::error_code error_;
    std::string path_;
};

#if defined(__x86_64__)
constexpr cs_arch processor = CS_ARCH_X86;
constexpr cs_mode mode = CS_MODE_64;
#elif defined(__i386__)
constexpr cs_arch processor = CS_ARCH_X86;
constexpr cs_mode mode = CS_MODE_32;
#else
constexpr cs_arch processor = CS_ARCH_ARM64;
constexpr cs_mode mode = CS_MODE_LITTLE_ENDIAN;
#endif

/* An operand that is an address: by its place in the thunk, or whose it is. */
std::string place(const AuditedThunk &thunk, uint64_t address)
{
    if (address == thunk.cancel)
        return "cancel";
    if (address == thunk.act)
        return "sc_act";
    if (address == thunk.failed)
        return "sc_failed";
    if (address - thunk.start < thunk.code.size())
        return fmt::format("+{:x}", address - thunk.start);
    return "";
}

std::string operands(const AuditedThunk &thunk, std::string text)
{
    const size_t at = text.rfind("0x");
    if (at == text.npos || text.find_first_of("[ ,") != text.npos)
        return text;
    const std::string name = place(thunk, std::stoull(text.substr(at), nullptr, 16));
    return name.empty() ? text : text.substr(0, at) + name;
}

std::string text_of(const AuditedThunk &thunk, const cs_insn &instruction)
{
    const std::string rest = operands(thunk, instruction.op_str);
    return rest.empty() ? instruction.mnemonic : fmt::format("{:<8} {}", instruction.mnemonic, rest);
}

std::string hexadecimal(const cs_insn &instruction)
{
    std::string text;
    for (unsigned i = 0; i < instruction.size; ++i)
        text += fmt::format("{:02x}", instruction.bytes[i]);
    return text;
}

} // namespace

Transcript read_transcript(const std::string &text)
{
    Transcript transcript;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        AuditedThunk thunk = {};
        AuditedWindow window = {};
        if (kind == "thunk" && read_thunk(words, thunk))
            transcript.thunks.push_back(thunk);
        else if (kind == "window" && read_window(words, window))
            transcript.windows.push_back(window);
        else if (kind != "windows")
            transcript.why = fmt::format("'{}' in the transcript is not understood", line.substr(0, 60));
    }
    if (transcript.thunks.empty() && transcript.why.empty())
        transcript.why = "nothing was audited";
    return transcript;
}

Transcript listen(const std::string &shim, const std::string &probe)
{
    const Directory directory;
    if (directory.path().empty())
        return {"no temporary directory can be made"};
    const std::string path = directory.path() + "/transcript", object = directory.path() + "/libsafecancel.so";
    std::error_code error;
    std::filesystem::create_symlink(shim, object, error);
    if (!error)
        std::filesystem::create_symlink(own_directory() + "/safecancel-listener.so",
                                        directory.path() + "/libsafecancel-audit.so", error);
    if (error)
        return {fmt::format("{}: {}", directory.path(), error.message())};
    const auto beside = std::filesystem::path(shim).replace_filename("libsafecancel-audit.so");
    run({probe, "idle"},
        {"LD_PRELOAD=" + object, "SAFECANCEL_DOCTOR_AUDIT=" + beside.string(), "SAFECANCEL_DOCTOR_TRANSCRIPT=" + path},
        5000ms);
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return read_transcript(text.str());
}

std::vector<ShownInstruction> disassemble(const AuditedThunk &thunk)
{
    std::vector<ShownInstruction> shown;
    csh session = 0;
    cs_insn *list = nullptr;
    if (cs_open(processor, mode, &session) != CS_ERR_OK)
        return shown;
    const size_t count = cs_disasm(session, thunk.code.data(), thunk.code.size(), thunk.start, 0, &list);
    for (size_t i = 0; i < count; ++i)
        shown.push_back({list[i].address - thunk.start, hexadecimal(list[i]),
                         text_of(thunk, list[i]),
                         list[i].address >= thunk.begin && list[i].address < thunk.end});
    if (count != 0)
        cs_free(list, count);
    cs_close(&session);
    return shown;
}

} // namespace safecancel::tool
