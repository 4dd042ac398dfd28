#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

namespace hundred::test {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// How much longer things may take in this build: upper bounds are multiplied by it, lower bounds never.
#if defined(__SANITIZE_THREAD__)
inline constexpr int slowness = 10;
inline constexpr bool sanitized = true;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int slowness = 4;
inline constexpr bool sanitized = true;
#else
inline constexpr int slowness = 1;
inline constexpr bool sanitized = false;
#endif

/// How long to wait for what is expected to happen: long, because it only matters when the test fails.
inline constexpr Milliseconds patience = 30s * (sanitized ? 2 : 1);

/// Something expected did not happen in time.
class TimedOut : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Asks `condition` again and again. @returns whether it became true within the time.
inline bool eventually(const std::function<bool()>& condition, Milliseconds within = patience) {
  const auto deadline = Clock::now() + within;
  while (!condition()) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

/// The time since `start`, in milliseconds.
inline double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace hundred::test
