#include "common/clock.hpp"

#include <gtest/gtest.h>

namespace hundred {
namespace {

TEST(Clock, TellsTheTimeOfTheSteadyClock) {
  for (int i = 0; i < 1000; ++i) {
    const std::chrono::steady_clock::time_point before = std::chrono::steady_clock::now();
    const Clock::time_point now = Clock::now();
    EXPECT_LE(before, now);
    EXPECT_LE(now, std::chrono::steady_clock::now());
  }
}

}  // namespace
}  // namespace hundred
