#pragma once

#include <chrono>
#include <cstdint>

namespace hundred::client {

/// A moment on CLOCK_MONOTONIC, in nanoseconds; 0 says that it has not come. A difference of two is a plain number too.
using Time = std::int64_t;

inline Time now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace hundred::client
