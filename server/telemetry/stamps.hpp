#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/clock.hpp"
#include "common/memory.hpp"

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

  bool truncated = false;  ///< there were more stretches than are kept
};

/// The times of one exchange. Written by whoever owns the exchange at the moment; no synchronisation of its own.
struct Stamps : StampedTimes {
  static constexpr std::size_t max_stretches = 16;

  std::vector<Stretch> stretches;  ///< in the order in which they ended, at most max_stretches

  /// Ready for the next exchange, with memory for a few stretches.
  void clear() {
    static_cast<StampedTimes&>(*this) = {};
    empty(stretches, 4);
  }

  /// Memory kept beside the object itself, in bytes.
  std::size_t retained_bytes() const { return stretches.capacity() * sizeof(Stretch); }

  void add(Activity activity, TimePoint from, TimePoint to) {
    truncated = stretches.size() == max_stretches;
    if (!truncated) stretches.push_back({activity, from, to});
  }

  Nanoseconds queue() const { return start - arrival; }
  Nanoseconds handler() const { return end - start; }
  /// Runnable, but without a CPU: the rest of the handler's time.
  Nanoseconds ready() const { return std::max(Nanoseconds::zero(), handler() - cpu - wait - pool - gil); }
};

}  // namespace hundred::server
