#include "server/runtime/gil.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

class GilTest : public testing::Test {
 protected:
  static void wait_until(const std::atomic<std::uint64_t>& figure, std::uint64_t least) {
    while (figure < least) std::this_thread::sleep_for(100us);
  }

  GilFigures figures_{};
  Gil gil_{5ms, figures_};
};

TEST_F(GilTest, AFreeOneIsTakenAtOnce) {
  EXPECT_EQ(gil_.take(), 0ns);
  EXPECT_EQ(gil_.drop(), 0ns);
  EXPECT_EQ(gil_.take(), 0ns);
  std::this_thread::sleep_for(2ms);
  EXPECT_EQ(gil_.drop(), 0ns);
  EXPECT_EQ(figures_.taken, 2U);
  EXPECT_EQ(figures_.waits, 0U);
  EXPECT_EQ(figures_.switches, 1U) << "from nobody";
  EXPECT_GE(figures_.longest_hold_ns, 2'000'000U);
  EXPECT_GE(figures_.hold_ns, figures_.longest_hold_ns);
}

TEST_F(GilTest, AWaiterAsksAfterTheSwitchIntervalAndTheHolderWaitsUntilItHasTakenIt) {
  gil_.take();
  Nanoseconds waited{};
  const TimePoint from = Clock::now();
  std::thread other([&] {
    waited = gil_.take();
    std::this_thread::sleep_for(3ms);
    gil_.drop();
  });
  while (!gil_.asked_for()) continue;
  EXPECT_GE(Clock::now() - from, 5ms) << "it waits for an interval first";
  EXPECT_EQ(figures_.switches, 1U);
  gil_.drop();
  EXPECT_EQ(figures_.switches, 2U) << "forced switching: it has been taken";
  EXPECT_FALSE(gil_.asked_for());
  EXPECT_GE(gil_.take(), 0ns);
  gil_.drop();
  other.join();
  EXPECT_GE(waited, 5ms);
  EXPECT_GE(figures_.requests, 1U);
  EXPECT_EQ(figures_.switches, 3U);
}

TEST_F(GilTest, AHolderThatDoesNotLookKeepsIt) {
  gil_.take();
  Nanoseconds waited{};
  std::thread other([&] {
    waited = gil_.take();
    gil_.drop();
  });
  wait_until(figures_.requests, 1);
  std::this_thread::sleep_for(20ms);
  gil_.drop();
  other.join();
  EXPECT_GE(waited, 20ms);
}

TEST_F(GilTest, LettingGoWithoutBeingAskedDoesNotWaitForAnybody) {
  Gil patient(1h, figures_);
  patient.take();
  std::thread other([&] {
    patient.take();
    patient.drop();
  });
  EXPECT_EQ(patient.drop(), 0ns);
  other.join();
  EXPECT_EQ(figures_.requests, 0U);
}

TEST_F(GilTest, OneThreadAtATimeHasIt) {
  constexpr int threads = 4, rounds = 200;
  int plain = 0;  // no atomic: the thread sanitizer sees who does not have the lock
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i)
    all.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        gil_.take();
        ++plain;
        gil_.drop();
      }
    });
  for (std::thread& thread : all) thread.join();
  EXPECT_EQ(plain, threads * rounds);
  EXPECT_EQ(figures_.taken, static_cast<std::uint64_t>(plain));
}

}  // namespace
}  // namespace hundred::server
