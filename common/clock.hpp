#pragma once

#include <chrono>
#include <ctime>

namespace hundred {

/// Like clock_gettime(2). What Clock reads with: the kernel's own function where it has one (vdso(7)), for the C
/// library's way to it leads past five cache lines more, for which a request that comes alone would wait. Set before
/// main begins.
using ReadClock = int(clockid_t, timespec*);
extern constinit ReadClock* read_clock;

/// std::chrono::steady_clock, which on Linux is CLOCK_MONOTONIC (comparable between processes of one boot), read by
/// the shortest way.
struct Clock : std::chrono::steady_clock {
  static time_point now() noexcept {
    timespec time{};
    read_clock(CLOCK_MONOTONIC, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
  }
};

}  // namespace hundred
