#include "loadtest/find_max/hiccups.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <optional>
#include <thread>

namespace hundred::loadtest {
namespace {

using client::millisecond;

double sum_ms(const std::vector<Hiccup>& hiccups) {
  double sum = 0;
  for (const Hiccup& hiccup : hiccups) sum += static_cast<double>(hiccup.length()) / 1e6;
  return sum;
}

void stay_on(std::size_t cpu) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  EXPECT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
}

TEST(HiccupMeter, FindsWhatLiesWithinItsTime) {
  const client::Time from = client::now();
  HiccupMeter meter(1);  // a nanosecond: each nap is a little longer than it should be
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const std::vector<Hiccup> found = meter.stop();
  if (found.empty()) GTEST_SKIP() << "this kernel has no schedstat";
  EXPECT_GT(found.size(), 10U);
  for (const Hiccup& hiccup : found) {
    EXPECT_GT(hiccup.length(), 0);
    EXPECT_GE(hiccup.from, from);
    EXPECT_LE(hiccup.until, client::now());
  }
}

/// A meter that comes last, on a CPU that another thread has all the time: it waits nearly all of its life. What a
/// hypervisor takes meanwhile is counted, and is far less.
TEST(HiccupMeter, DoesNotCountWhatItWaitedForACpuThatOthersHad) {
  const auto cpu = static_cast<std::size_t>(::sched_getcpu());
  std::atomic<bool> over = false;
  std::jthread other([&] {
    stay_on(cpu);
    while (!over) continue;
  });
  std::optional<HiccupMeter> meter;
  std::thread([&] {
    stay_on(cpu);
    const sched_param none{};
    EXPECT_EQ(::sched_setscheduler(0, SCHED_IDLE, &none), 0);
    meter.emplace(millisecond);  // its threads come last, as this one does
  }).join();
  const client::Time from = client::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(1000));
  over = true;
  const double found_ms = sum_ms(meter->stop());
  EXPECT_LT(found_ms, static_cast<double>(client::now() - from) / 1e6 / 2);
}

}  // namespace
}  // namespace hundred::loadtest
