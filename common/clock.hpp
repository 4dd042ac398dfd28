#pragma once

#include <chrono>
#include <ctime>

namespace hundred {

/// std::chrono::steady_clock, which on Linux is CLOCK_MONOTONIC (comparable between processes of one boot), read by
/// the C library's shortest way.
struct Clock : std::chrono::steady_clock {
  static time_point now() noexcept {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
  }
};

}  // namespace hundred
