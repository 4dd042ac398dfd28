#include "server/runtime/work_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

namespace hundred::server {
namespace {

TEST(WorkQueue, GivesOutItemsInTheOrderTheyCame) {
  WorkQueue<int> queue(3);
  for (int i : {1, 2, 3}) EXPECT_TRUE(queue.push(i));
  for (int i : {1, 2, 3}) EXPECT_EQ(queue.pop()->item, i);
}

TEST(WorkQueue, RefusesBeyondItsCapacityAndLeavesTheItemAlone) {
  WorkQueue<std::unique_ptr<int>> queue(1);
  auto first = std::make_unique<int>(1), second = std::make_unique<int>(2);
  EXPECT_TRUE(queue.push(first));
  EXPECT_FALSE(queue.push(second));
  ASSERT_TRUE(second);
  EXPECT_EQ(*second, 2);
}

TEST(WorkQueue, TellsOnceThatThereIsRoomAgain) {
  WorkQueue<int> queue(2);
  for (int i : {1, 2, 3}) queue.push(i);
  EXPECT_TRUE(queue.pop()->made_room);
  EXPECT_FALSE(queue.pop()->made_room);
}

TEST(WorkQueue, DoesNotCountWhatAnIdleWorkerIsAboutToTake) {
  WorkQueue<int> queue(1);
  std::promise<void> go;
  std::jthread worker([&] {
    queue.pop();
    go.get_future().wait();
  });
  int refused = 1;
  for (int accepted = 0; accepted < 2;) {  // the second only once the worker is there
    accepted += queue.push(refused);
    queue.announce();
  }
  EXPECT_EQ(queue.figures().length, 1U);
  go.set_value();
}

/// Each holds its item until all have one: of workers that wait, none may be left asleep.
TEST(WorkQueue, WakesAWorkerForEachItemThatIsAnnounced) {
  constexpr int workers = 4;
  WorkQueue<int> queue(workers);
  for (int round = 0; round < 200; ++round) {
    std::latch all_have_one(workers);
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i)
      threads.emplace_back([&] {
        EXPECT_TRUE(queue.pop());
        all_have_one.arrive_and_wait();
      });
    if (round % 2 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));  // they sleep by now
    for (int i = 0; i < workers; ++i) queue.push(i);
    queue.announce();
  }
}

TEST(WorkQueue, EndsWorkersOnceClosedAndEmpty) {
  WorkQueue<int> queue(8);
  int item = 7;
  queue.push(item);
  queue.close();
  EXPECT_EQ(queue.pop()->item, 7);
  EXPECT_FALSE(queue.pop());
}

TEST(WorkQueue, LosesNothingBetweenManyThreads) {
  constexpr int items = 20'000;
  WorkQueue<int> queue(64);
  std::atomic<long> sum{0};
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < 4; ++i)
      workers.emplace_back([&] {
        while (auto next = queue.pop()) sum += next->item;
      });
    for (int i = 1; i <= items; ++i) {
      while (!queue.push(i)) {
        queue.announce();
        std::this_thread::yield();
      }
      if (i % 7 == 0) queue.announce();
    }
    queue.close();
  }
  EXPECT_EQ(sum, static_cast<long>(items) * (items + 1) / 2);
}

}  // namespace
}  // namespace hundred::server
