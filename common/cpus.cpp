#include "common/cpus.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

namespace hundred {
namespace {

constexpr const char* mounted_groups = "/sys/fs/cgroup";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "150000 100000": CPU time in each period, both in microseconds. Version 2 says "max", version 1 a negative number,
/// for no limit.
std::optional<double> ratio(const std::string& text) {
  std::istringstream words(text);
  double quota = 0, period = 0;
  if (!(words >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

std::optional<double> limit_of(const std::filesystem::path& group) {
  if (const auto limit = ratio(content_of(group / "cpu.max"))) return limit;
  return ratio(content_of(group / "cpu.cfs_quota_us") + " " + content_of(group / "cpu.cfs_period_us"));
}

/// A line of /proc/PID/cgroup is "0::/a/b" (version 2) or "4:cpu,cpuacct:/a/b". @returns "/a/b" if it is of a hierarchy
/// that limits CPU time.
std::optional<std::string> group_in(const std::string& line) {
  const std::size_t first = line.find(':'), second = line.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
  if (controllers != ",," && controllers.find(",cpu,") == std::string::npos) return std::nullopt;
  return line.substr(second + 1);
}

/// The groups of a process that may limit its CPU time, and all above them, of either version; each once.
std::set<std::filesystem::path> groups_of(const std::filesystem::path& groups, std::string_view membership) {
  std::set<std::filesystem::path> all;
  std::istringstream lines{std::string(membership)};
  for (std::string line; std::getline(lines, line);) {
    const auto name = group_in(line);
    if (!name) continue;
    for (const std::filesystem::path& root : {groups, groups / "cpu"}) {
      all.insert(root);
      std::filesystem::path group = root;
      for (const auto& part : std::filesystem::path(*name).relative_path()) all.insert(group /= part);
    }
  }
  return all;
}

/// "nr_throttled 17" in a group's cpu.stat.
std::optional<std::uint64_t> throttled_in(const std::filesystem::path& group) {
  std::istringstream words(content_of(group / "cpu.stat"));
  std::uint64_t value = 0;
  for (std::string name; words >> name >> value;)
    if (name == "nr_throttled") return value;
  return std::nullopt;
}

}  // namespace

std::optional<double> cpu_quota(const std::filesystem::path& groups, std::string_view membership) {
  std::optional<double> least;
  for (const std::filesystem::path& group : groups_of(groups, membership))
    if (const auto limit = limit_of(group)) least = std::min(least.value_or(*limit), *limit);
  return least;
}

std::optional<std::uint64_t> throttled_periods(const std::filesystem::path& groups, std::string_view membership) {
  std::optional<std::uint64_t> periods;
  for (const std::filesystem::path& group : groups_of(groups, membership))
    if (const auto some = throttled_in(group)) periods = periods.value_or(0) + *some;
  return periods;
}

std::optional<std::uint64_t> throttled_periods() {
  return throttled_periods(mounted_groups, content_of("/proc/self/cgroup"));
}

std::uint64_t usable_cpus() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  const bool known = ::sched_getaffinity(0, sizeof mask, &mask) == 0;
  const double granted = cpu_quota(mounted_groups, content_of("/proc/self/cgroup")).value_or(1e6);
  const std::uint64_t allowed = known ? static_cast<std::uint64_t>(CPU_COUNT(&mask)) : 1;
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(granted)), 1,
                                   std::max<std::uint64_t>(allowed, 1));
}

}  // namespace hundred
