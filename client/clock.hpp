#pragma once

#include <chrono>
#include <cstdint>

#include "common/clock.hpp"

namespace hundred::client {

/// A moment on CLOCK_MONOTONIC, in nanoseconds; 0 says that it has not come. A difference of two is a plain number too.
using Time = std::int64_t;

inline constexpr Time microsecond = 1'000, millisecond = 1'000'000, second = 1'000'000'000;

inline Time as_time(Clock::time_point moment) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(moment.time_since_epoch()).count();
}

inline Time now() { return as_time(Clock::now()); }

}  // namespace hundred::client
