#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <vector>

namespace hundred::test {

/// A process and its children (a server may be several processes).
std::vector<pid_t> family_of(pid_t pid);

/// A process's children alone.
std::vector<pid_t> children_of(pid_t pid);

/// Kills a process and waits until its supervisor has another in its place. @returns whether that came about
bool replaced_when_killed(pid_t supervisor, pid_t victim);

/// Whether the process still runs; one that has ended but has not been waited for does not.
bool runs(pid_t pid);

/// The most memory that a process and its children have ever had resident, in bytes (the sum of each one's peak).
std::uint64_t peak_memory(pid_t pid);

/// The memory that they have resident now, in bytes; what several share counts once.
std::uint64_t resident_memory(pid_t pid);

/// The CPU time that a process and its children have used.
std::chrono::milliseconds cpu_time(pid_t pid);

/// The descriptors that a process and its children have open.
std::size_t family_descriptors(pid_t pid);

/// How often the threads that they have now have waited for something so far.
std::uint64_t waits(pid_t pid);

/// Whether a signal sent to the process still waits to be delivered. A second signal of the same number is lost until
/// then.
bool signal_is_pending(pid_t pid, int number);

/// The soft and the hard limit of open descriptors of a process.
struct DescriptorLimits {
  std::uint64_t soft;
  std::uint64_t hard;
};
DescriptorLimits descriptor_limits(pid_t pid);
/// Sets both for a process and its children. @throws std::system_error
void limit_descriptors(pid_t pid, std::uint64_t most);

}  // namespace hundred::test
