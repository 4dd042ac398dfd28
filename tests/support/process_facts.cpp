#include "tests/support/process_facts.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

#include "tests/support/patience.hpp"

namespace hundred::test {
namespace {

std::string status_value(const std::string& path, const std::string& key) {
  std::ifstream status(path);
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key + ":")) return line.substr(line.find_first_not_of(" \t", key.size() + 1));
  return "0";
}

std::string status_value(pid_t pid, const std::string& key) {
  return status_value(fmt::format("/proc/{}/status", pid), key);
}

/// Field `number` (from 3 on, as proc(5) counts) of /proc/PID/stat; the name before may hold blanks and parentheses.
std::uint64_t stat_value(pid_t pid, int number) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  std::istringstream fields(line.substr(std::min(line.rfind(')') + 1, line.size())));
  std::string field;
  for (int i = 2; i < number; ++i) fields >> field;
  return field.empty() ? 0 : std::stoull(field);
}

/// The sum of that value of such a file in /proc/PID over a process and its children.
std::uint64_t bytes_of_family(pid_t pid, std::string_view file, const std::string& key) {
  std::uint64_t kilobytes = 0;
  for (const pid_t member : family_of(pid))
    kilobytes += std::stoull(status_value(fmt::format("/proc/{}/{}", member, file), key));
  return kilobytes * 1024;
}

}  // namespace

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto child = static_cast<pid_t>(std::stoi(name));
    if (status_value(child, "PPid") == std::to_string(pid)) children.push_back(child);
  }
  return children;
}

std::vector<pid_t> family_of(pid_t pid) {
  std::vector<pid_t> family = children_of(pid);
  family.insert(family.begin(), pid);
  return family;
}

bool replaced_when_killed(pid_t supervisor, pid_t victim) {
  const std::size_t processes = children_of(supervisor).size();
  return ::kill(victim, SIGKILL) == 0 && eventually([&] {
           const std::vector<pid_t> now = children_of(supervisor);
           return now.size() == processes && std::find(now.begin(), now.end(), victim) == now.end();
         });
}

bool runs(pid_t pid) {
  const std::string state = status_value(pid, "State");
  return !state.starts_with('0') && !state.starts_with('Z');
}

std::uint64_t peak_memory(pid_t pid) { return bytes_of_family(pid, "status", "VmHWM"); }

std::uint64_t resident_memory(pid_t pid) { return bytes_of_family(pid, "smaps_rollup", "Pss"); }

std::chrono::milliseconds cpu_time(pid_t pid) {
  std::uint64_t ticks = 0;
  for (const pid_t member : family_of(pid)) ticks += stat_value(member, 14) + stat_value(member, 15);
  return std::chrono::milliseconds(ticks * 1000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK)));
}

std::size_t family_descriptors(pid_t pid) {
  std::ptrdiff_t count = 0;
  for (const pid_t member : family_of(pid)) {
    const std::filesystem::directory_iterator all(fmt::format("/proc/{}/fd", member));
    count += std::distance(begin(all), end(all));
  }
  return static_cast<std::size_t>(count);
}

std::uint64_t waits(pid_t pid) {
  std::uint64_t sum = 0;
  for (const pid_t member : family_of(pid))
    for (const auto& task : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", member)))
      sum += std::stoull(status_value(task.path() / "status", "voluntary_ctxt_switches"));
  return sum;
}

bool signal_is_pending(pid_t pid, int number) {
  const std::uint64_t pending = std::stoull(status_value(pid, "ShdPnd"), nullptr, 16);
  return (pending >> (number - 1) & 1) != 0;
}

DescriptorLimits descriptor_limits(pid_t pid) {
  std::ifstream limits(fmt::format("/proc/{}/limits", pid));
  const std::string name = "Max open files";
  DescriptorLimits result{0, 0};
  for (std::string line; std::getline(limits, line);)
    if (line.starts_with(name)) std::istringstream(line.substr(name.size())) >> result.soft >> result.hard;
  return result;
}

void limit_descriptors(pid_t pid, std::uint64_t most) {
  const rlimit limit{most, most};
  for (const pid_t member : family_of(pid))
    if (::prlimit(member, RLIMIT_NOFILE, &limit, nullptr) != 0)
      throw std::system_error(errno, std::generic_category(), "prlimit");
}

}  // namespace hundred::test
