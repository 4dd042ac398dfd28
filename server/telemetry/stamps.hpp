#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "common/clock.hpp"

namespace hundred::server {

using TimePoint = Clock::time_point;
using Nanoseconds = std::chrono::nanoseconds;

/// Who runs a request: a stable name such as w0 (worker), t17 (thread), l0 (loop), s0 (the single thread).
struct WorkerName {
  char kind = '-';
  std::uint32_t index = 0;

  std::string text() const { return kind + std::to_string(index); }
};

/// What a stretch of a handler's time was spent on.
enum class Activity : std::uint8_t {
  cpu,   ///< in a computation (its wall-clock stretch; CPU time is counted apart)
  wait,  ///< sleeping, files, network
  pool,  ///< waiting for a thread of hybrid's pool, or for a helper thread
  gil,   ///< waiting for the interpreter lock
};

/// The name of an activity in /timeline: "cpu", "wait", "pool", "gil".
constexpr const char* activity_name(Activity activity) {
  constexpr std::array names{"cpu", "wait", "pool", "gil"};
  return names[static_cast<std::size_t>(activity)];
}

struct Stretch {
  Activity activity{};
  TimePoint start;
  TimePoint end;
};

/// What is known of the times of every exchange.
struct StampedTimes {
  TimePoint arrival;  ///< the request's last byte reached this host
  TimePoint start;    ///< the handler began
  TimePoint end;      ///< the handler had its response
  TimePoint sent;     ///< the response's last byte was handed to the kernel
  WorkerName worker;

  Nanoseconds cpu{};   ///< CPU time of computing
  Nanoseconds wait{};  ///< up to the moment a wait was due; what came after that is time without a CPU
  Nanoseconds pool{};  ///< waiting for a thread of hybrid's pool, or for a helper thread
  Nanoseconds gil{};   ///< waiting for the interpreter lock

  std::uint32_t stretch_count = 0;   ///< stored in Stamps::stretches
  std::uint32_t stretch_excess = 0;  ///< had no room any more
};

/// The times of one exchange. Written by whoever owns the exchange at the moment; no synchronisation of its own.
struct Stamps : StampedTimes {
  static constexpr std::size_t max_stretches = 16;

  std::array<Stretch, max_stretches> stretches;

  /// Ready for the next exchange; what is left in `stretches` is not looked at.
  void clear() { static_cast<StampedTimes&>(*this) = {}; }

  void add(Activity activity, TimePoint from, TimePoint to) {
    if (stretch_count < max_stretches)
      stretches[stretch_count++] = {activity, from, to};
    else
      ++stretch_excess;
  }

  Nanoseconds queue() const { return start - arrival; }
  Nanoseconds handler() const { return end - start; }
  /// Runnable, but without a CPU: the rest of the handler's time.
  Nanoseconds ready() const { return std::max(Nanoseconds::zero(), handler() - cpu - wait - pool - gil); }
};

}  // namespace hundred::server
