#pragma once

#include <stop_token>
#include <thread>
#include <vector>

#include "client/clock.hpp"

namespace hundred::loadtest {

/// A moment in which the machine itself stood still, or one CPU of it: a hypervisor had taken it away, or its timer
/// came late.
struct Hiccup {
  client::Time from = 0, until = 0;

  client::Time length() const { return until - from; }
};

/// Finds them from its making on, as Gil Tene's jHiccup does: on each CPU that this process may use a thread sleeps for
/// a millisecond, again and again, and sees how late it wakes. Unlike there what it waited for a CPU that others had is
/// not counted, for these may be the load's own. Where the kernel does not tell that, none is found.
class HiccupMeter {
 public:
  /// @param shortest  > 0, which is found, in nanoseconds
  /// @throws std::system_error if the system has no thread to give
  explicit HiccupMeter(client::Time shortest);
  HiccupMeter(const HiccupMeter&) = delete;
  HiccupMeter& operator=(const HiccupMeter&) = delete;

  /// To be called once. @returns those of all CPUs, in any order
  std::vector<Hiccup> stop();

 private:
  void watch(std::vector<Hiccup>& found, const std::stop_token& stopped) const;

  const client::Time shortest_;
  std::vector<std::vector<Hiccup>> found_;  ///< by CPU
  std::vector<std::jthread> threads_;
};

}  // namespace hundred::loadtest
