// What the work queue costs between listener and workers.
#include "server/runtime/work_queue.hpp"

#include <benchmark/benchmark.h>

#include <thread>

namespace hundred::server {
namespace {

/// Nobody waits, nobody else is there: the lock, and moving the item.
void push_and_pop(benchmark::State& state) {
  WorkQueue<int> queue(1);
  for (auto _ : state) {
    int item = 1;
    queue.push(item);
    benchmark::DoNotOptimize(queue.try_pop());
  }
}
BENCHMARK(push_and_pop);

/// An item to a worker that sleeps, and back: two threads are woken.
void wake_a_worker_and_be_woken(benchmark::State& state) {
  WorkQueue<int> there(1), back(1);
  const std::jthread worker([&] {
    while (auto popped = there.pop()) {
      back.push(popped->item);
      back.announce();
    }
  });
  for (auto _ : state) {
    int item = 1;
    there.push(item);
    there.announce();
    benchmark::DoNotOptimize(back.pop());
  }
  there.close();
}
BENCHMARK(wake_a_worker_and_be_woken)->UseRealTime();

/// As many threads push and pop at once as the name says.
void contended(benchmark::State& state) {
  static WorkQueue<int> queue(1024);
  for (auto _ : state) {
    int item = 1;
    queue.push(item);
    benchmark::DoNotOptimize(queue.try_pop());
  }
}
BENCHMARK(contended)->ThreadRange(1, 16)->UseRealTime();

}  // namespace
}  // namespace hundred::server
