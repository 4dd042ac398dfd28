#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "server/telemetry/shared_array.hpp"

namespace hundred::server {

/// How often a thread gave up its CPU, because it waited for something or because another was to have it.
struct SwitchCounts {
  std::uint64_t voluntary = 0, involuntary = 0;
};

/// The context switches of all processes that serve, in memory that processes forked later share. Of each, all its
/// threads count since it started, those that have ended too; of processes that have ended, everything. What a
/// supervisor itself does is not counted.
///
/// Limits: a process that ends is missing for the moment until its supervisor has noted it. Of another process it is
/// the first thread that counts, which is exact as long as processes that are several have one thread each.
/// Thread safety: all members may be called concurrently.
class ContextSwitches {
 public:
  /// @param processes  that serve
  explicit ContextSwitches(std::size_t processes) : pids_(processes), ended_(1) {}

  /// From now on the calling process is the one with this number.
  void begin(std::size_t process);
  /// That process has ended, and the calling process, its parent, has waited for it.
  void ended(std::size_t process);

  /// To be called in a process that serves. Reads a file for each of the others, some 25 µs each.
  SwitchCounts count() const;

 private:
  struct Ended {
    std::atomic<std::uint64_t> voluntary, involuntary;
  };

  SharedArray<std::atomic<pid_t>> pids_;  ///< 0: there is none
  SharedArray<Ended> ended_;
};

}  // namespace hundred::server
