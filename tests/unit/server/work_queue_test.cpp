#include "server/runtime/work_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
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
  for (int accepted = 0; accepted < 2;) accepted += queue.push(refused);  // the second only once the worker is there
  EXPECT_EQ(queue.figures().length, 1U);
  go.set_value();
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
    for (int i = 1; i <= items; ++i)
      while (!queue.push(i)) std::this_thread::yield();
    queue.close();
  }
  EXPECT_EQ(sum, static_cast<long>(items) * (items + 1) / 2);
}

}  // namespace
}  // namespace hundred::server
