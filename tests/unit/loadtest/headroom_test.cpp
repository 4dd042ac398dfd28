#include "client/headroom.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <thread>

namespace hundred::client {
namespace {

void stay_on_one_cpu() {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(static_cast<std::size_t>(sched_getcpu()), &cpus);
  ASSERT_EQ(sched_setaffinity(0, sizeof cpus, &cpus), 0);
}

void work_for(Time duration) {
  for (const Time end = now() + duration; now() < end;) continue;
}

TEST(Headroom, TellsWorkingFromWaitingForACpu) {
  std::thread([] {
    stay_on_one_cpu();  // so does the other, its child
    std::atomic<bool> over = false;
    std::thread other([&] {
      while (!over) continue;
    });
    Headroom headroom;
    headroom.start(now());
    work_for(200 * millisecond);
    headroom.look();
    const auto waited = headroom.waited();
    over = true;
    other.join();
    if (!waited) GTEST_SKIP() << "this kernel has no schedstat";
    EXPECT_GE(headroom.wall(), 200 * millisecond);
    EXPECT_GT(*waited, 50 * millisecond) << "two threads that compute share a CPU";
    EXPECT_GT(headroom.busy(), 0);
    EXPECT_LT(headroom.busy() + *waited, headroom.wall() + 5 * millisecond);
  }).join();
}

TEST(Headroom, DoesNotCountSleepAndSpinning) {
  Headroom headroom;
  headroom.start(now());
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const Time from = now();
  work_for(50 * millisecond);
  headroom.spun(now() - from);
  EXPECT_LT(headroom.look(), 0.4);
  EXPECT_LT(headroom.busy(), 40 * millisecond);
}

}  // namespace
}  // namespace hundred::client
