#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace hundred {

/// The CPUs that this process may use: as many as its affinity mask has, or fewer if its control groups grant less CPU
/// time (rounded up). At least 1. Thread-safe.
std::uint64_t usable_cpus();

/// How many CPUs' time the control groups of a process grant it (1.5: 150 ms each 100 ms); nothing if they set no
/// limit. Of a group and all above it the smallest limit counts.
/// @param groups  where the control groups are mounted (/sys/fs/cgroup), version 1 or 2
/// @param membership  what /proc/PID/cgroup holds
std::optional<double> cpu_quota(const std::filesystem::path& groups, std::string_view membership);

/// In how many periods the control groups of a process, and all above them, have had no CPU time left for their
/// processes; nothing if none of them counts that. Arguments as above.
std::optional<std::uint64_t> throttled_periods(const std::filesystem::path& groups, std::string_view membership);
/// Those of this process.
std::optional<std::uint64_t> throttled_periods();

}  // namespace hundred
