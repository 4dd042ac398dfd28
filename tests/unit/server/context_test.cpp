#include "server/runtime/context.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <stdexcept>
#include <thread>

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

/// What an endpoint does: computes, waits, works with files.
Awaitable<int> work(Context& context) {
  const int computed = co_await context.compute(Computing::bytecode, [](const Checkpoint&) { return 20; });
  co_await context.sleep(5ms);
  co_return computed + co_await context.blocking([] { return 22; });
}

Awaitable<void> fail(Context& context, std::string& seen) {
  try {
    co_await context.blocking([]() -> int { throw std::runtime_error("disk gone"); });
  } catch (const std::runtime_error& error) {
    seen = error.what();
  }
}

class ContextTest : public testing::Test {
 protected:
  template <class T>
  T run(Awaitable<T> coroutine) {
    T result{};
    boost::asio::co_spawn(loop_, std::move(coroutine), [&](std::exception_ptr, T value) { result = value; });
    loop_.restart();
    loop_.run();
    return result;
  }
  void run(Awaitable<void> coroutine) {
    boost::asio::co_spawn(loop_, std::move(coroutine), boost::asio::detached);
    loop_.restart();
    loop_.run();
  }
  void expect_stamped(std::size_t stretches) const {
    EXPECT_EQ(stamps_.wait >= 5ms, true);
    ASSERT_EQ(stamps_.stretches.size(), stretches);
    for (std::size_t i = 1; i < stretches; ++i) EXPECT_LE(stamps_.stretches[i - 1].start, stamps_.stretches[i].start);
  }

  boost::asio::io_context loop_{1};
  Stamps stamps_;
  LoopClock clock_;
  HelperPool helpers_{1};
  const LoopPools pools_{helpers_};
};

TEST_F(ContextTest, BlockingContextRunsAndStampsEverything) {
  BlockingContext context(stamps_, nullptr);
  EXPECT_EQ(run(work(context)), 42);
  expect_stamped(3);
  EXPECT_EQ(stamps_.pool, 0ns);
}

TEST_F(ContextTest, LoopContextRunsFilesOnAHelperAndStampsTheWaitForIt) {
  LoopContext context(stamps_, nullptr, clock_, pools_);
  EXPECT_EQ(run(work(context)), 42);
  expect_stamped(4);
  EXPECT_GT(stamps_.pool, 0ns);
}

TEST_F(ContextTest, FailuresOfAHelperComeThrough) {
  LoopContext context(stamps_, nullptr, clock_, pools_);
  std::string seen;
  run(fail(context, seen));
  EXPECT_EQ(seen, "disk gone");
}

TEST_F(ContextTest, TwoSleepsOnOneLoopOverlap) {
  Stamps other;
  LoopContext first(stamps_, nullptr, clock_, pools_), second(other, nullptr, clock_, pools_);
  int asleep = 0, most = 0;
  const auto sleep = [&](Context& context) -> Awaitable<void> {
    most = std::max(most, ++asleep);
    co_await context.sleep(5ms);
    --asleep;
  };
  boost::asio::co_spawn(loop_, sleep(first), boost::asio::detached);
  run(sleep(second));
  EXPECT_EQ(most, 2);
}

TEST_F(ContextTest, ComputingOnALoopIsNotChargedToClients) {
  LoopContext context(stamps_, nullptr, clock_, pools_);
  const TimePoint before = clock_.charged(TimePoint(1h));
  run(context.compute(Computing::bytecode, [](const Checkpoint&) {
    std::this_thread::sleep_for(3ms);
    return 0;
  }));
  EXPECT_LE(clock_.charged(TimePoint(1h)), before - 3ms);
}

TEST_F(ContextTest, ComputingInAPoolLeavesTheLoopFree) {
  HelperPool computing(1);
  const LoopPools pools{helpers_, &computing};
  Stamps other;
  LoopContext first(stamps_, nullptr, clock_, pools), second(other, nullptr, clock_, pools);
  const TimePoint before = clock_.charged(TimePoint(1h));
  const auto until_the_other_is_queued = [&computing](const Checkpoint&) {
    while (computing.queue().length == 0) std::this_thread::sleep_for(1ms);
    return std::this_thread::get_id();
  };
  const auto sleeping = [](const Checkpoint&) {
    std::this_thread::sleep_for(20ms);
    return std::this_thread::get_id();
  };
  std::thread::id ran_on;
  boost::asio::co_spawn(loop_, first.compute(Computing::bytecode, until_the_other_is_queued),
                        [&](std::exception_ptr, std::thread::id id) { ran_on = id; });
  run(second.compute(Computing::bytecode, sleeping));
  EXPECT_NE(ran_on, std::this_thread::get_id());
  EXPECT_EQ(clock_.charged(TimePoint(1h)), before);
  ASSERT_EQ(other.stretches.size(), 2U);
  EXPECT_EQ(other.stretches[0].activity, Activity::pool);
  ASSERT_EQ(stamps_.stretches.size(), 2U);
  EXPECT_GE(other.stretches[0].end, stamps_.stretches[1].end) << "it had to wait for the first";
  EXPECT_EQ(other.stretches[1].activity, Activity::cpu);
  EXPECT_LT(other.cpu, other.stretches[1].end - other.stretches[1].start) << "sleeping takes no CPU time";
  EXPECT_EQ(computing.queue().length, 0U);
  EXPECT_EQ(computing.queue().peak, 1U);
}

TEST_F(ContextTest, FailuresOfAComputationComeThroughThePool) {
  HelperPool computing(1);
  const LoopPools pools{helpers_, &computing};
  LoopContext context(stamps_, nullptr, clock_, pools);
  std::exception_ptr failure;
  boost::asio::co_spawn(
      loop_,
      context.compute(Computing::bytecode, [](const Checkpoint&) -> int { throw std::domain_error("no such number"); }),
      [&](std::exception_ptr thrown, int) { failure = thrown; });
  loop_.run();
  EXPECT_THROW(std::rethrow_exception(failure), std::domain_error);
}

}  // namespace
}  // namespace hundred::server
