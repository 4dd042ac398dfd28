#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>

#include "client/clock.hpp"

namespace hundred::client {

/// How many requests a closed loop may still make. Shared by the pacers of all generator threads; thread-safe.
class Budget {
 public:
  /// @param requests  nothing for any number.
  explicit Budget(std::optional<std::uint64_t> requests)
      : left_(requests.value_or(std::numeric_limits<std::uint64_t>::max())) {}

  bool spent() const { return left_.load(std::memory_order_relaxed) == 0; }
  bool take() {
    std::uint64_t left = left_.load(std::memory_order_relaxed);
    while (left > 0)
      if (left_.compare_exchange_weak(left, left - 1, std::memory_order_relaxed)) return true;
    return false;
  }

 private:
  std::atomic<std::uint64_t> left_;
};

/// Says whether a user may make another request, in a closed loop: until the requests or the time are used up. With as
/// many requests as users it is a burst. Thread safety: none but the budget's; one per generator thread.
class Pacer {
 public:
  /// @param warmup  nanoseconds from the release in which requests are free.
  /// @param duration  nanoseconds after that, nothing for any time.
  Pacer(Budget& budget, Time warmup, std::optional<Time> duration)
      : budget_(budget), warmup_(warmup), duration_(duration) {}

  void release(Time at) {
    counted_from_ = at + warmup_;
    end_ = duration_ ? counted_from_ + *duration_ : std::numeric_limits<Time>::max();
  }

  /// No request that is due at `at`, or later, is made any more.
  bool over(Time at) const { return at >= end_ || (at >= counted_from_ && budget_.spent()); }

  /// Whether a user may make the request that is due at `at`; if so it counts.
  bool take(Time at) { return at < end_ && (at < counted_from_ || budget_.take()); }

 private:
  Budget& budget_;
  Time warmup_;
  std::optional<Time> duration_;
  Time counted_from_ = 0, end_ = 0;
};

}  // namespace hundred::client
