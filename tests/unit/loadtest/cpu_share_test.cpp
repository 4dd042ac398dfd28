#include "loadtest/cpu_share.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>

namespace hundred::loadtest {
namespace {

constexpr double worked = 0.3, ticks = 0.2;  // seconds

void work() {
  const std::clock_t began = std::clock();
  while (std::clock() - began < static_cast<std::clock_t>(worked * CLOCKS_PER_SEC)) continue;
}

/// Leaves its parent, so that it is no descendant of this program any more, or not; then works.
void work_in_another(bool descendant) {
  const pid_t child = ::fork();
  if (child == 0) {
    const pid_t other = descendant ? 0 : ::fork();
    if (other == 0) work();
    _exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

class CpuShareTest : public testing::Test {
 protected:
  static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  /// CPU seconds of others and idle ones since the beginning.
  CpuUse seconds() const {
    const double elapsed = now() - began_;
    const CpuUse use = share_.use().value();
    return {use.cpus, use.idle * elapsed, use.others * elapsed};
  }

  const double began_ = now();
  const CpuShare share_;
};

TEST_F(CpuShareTest, WhatThisProgramAndItsDescendantsHadIsNotOfOthers) {
  work();
  work_in_another(true);
  const double elapsed = now() - began_;
  const CpuUse used = seconds();
  EXPECT_GE(used.cpus, 1);
  EXPECT_LE(used.others, elapsed * used.cpus - 2 * worked + ticks);
}

TEST_F(CpuShareTest, WhatAnotherHadIs) {
  work_in_another(false);
  for (int i = 0; i < 1000 && seconds().others < worked / 2; ++i) ::usleep(10'000);
  EXPECT_GE(seconds().others, worked / 2);
}

TEST_F(CpuShareTest, TheRestIsIdle) {
  ::usleep(300'000);
  const double elapsed = now() - began_;
  const CpuUse used = seconds();
  EXPECT_NEAR(used.idle + used.others, elapsed * used.cpus, elapsed * used.cpus / 2 + ticks);
}

}  // namespace
}  // namespace hundred::loadtest
