#pragma once

#include <atomic>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// A loop's time as clients may be charged for it: the steady clock without the stretches in which the loop stood still
/// because a handler computed or slept on it. Deadlines are judged by it, so that no client is cut off for the server's
/// own delay. Thread safety: stood_still() on the loop's thread only, the rest anywhere.
class LoopClock {
 public:
  void stood_still(Nanoseconds duration) {
    still_.store(still_.load(std::memory_order_relaxed) + duration.count(), std::memory_order_relaxed);
  }
  TimePoint charged(TimePoint time) const { return time - Nanoseconds(still_.load(std::memory_order_relaxed)); }

 private:
  std::atomic<Nanoseconds::rep> still_{0};
};

}  // namespace hundred::server
