#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/telemetry/route.hpp"
#include "server/telemetry/shared_array.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// What a handler did to its loop, where others wait for it: how often it held it for too long, and the longest time.
struct LoopHolds {
  static constexpr Nanoseconds too_long = std::chrono::milliseconds(25);

  std::uint32_t count = 0;
  Nanoseconds longest{};

  void add(Nanoseconds held) {
    if (held <= too_long) return;
    ++count;
    longest = std::max(longest, held);
  }
};

/// What held loops for too long, by route, in memory that processes forked later share. Thread safety: all members.
class LoopHoldFigures {
 public:
  struct Figures {
    std::uint64_t count = 0;
    Nanoseconds longest{};
  };

  void record(Route route, const LoopHolds& holds) {
    Slot& slot = slots_[route];
    slot.count.fetch_add(holds.count, std::memory_order_relaxed);
    Nanoseconds::rep seen = slot.longest.load(std::memory_order_relaxed);
    while (holds.longest.count() > seen &&
           !slot.longest.compare_exchange_weak(seen, holds.longest.count(), std::memory_order_relaxed))
      continue;
  }
  Figures of(Route route) const {
    const Slot& slot = slots_[route];
    return {slot.count.load(std::memory_order_relaxed), Nanoseconds(slot.longest.load(std::memory_order_relaxed))};
  }

 private:
  struct Slot {
    std::atomic<std::uint64_t> count;
    std::atomic<Nanoseconds::rep> longest;
  };
  SharedArray<Slot> slots_{max_routes};
};

}  // namespace hundred::server
