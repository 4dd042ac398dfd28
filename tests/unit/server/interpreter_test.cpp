#include "server/runtime/interpreter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <future>
#include <thread>

#include "server/runtime/context.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

class InterpreterTest : public testing::Test {
 protected:
  /// Runs a handler's coroutine as a blocking model does, inside of the interpreter.
  template <class T>
  void run(Awaitable<T> coroutine) {
    boost::asio::io_context loop(1);
    boost::asio::co_spawn(loop, std::move(coroutine), boost::asio::detached);
    interpreter_.enter(stamps_);
    loop.run();
    interpreter_.leave(stamps_);
  }
  /// Another thread enters, and stays for a moment. @returns when it was inside, from now
  std::future<Nanoseconds> another_enters() {
    return std::async(std::launch::async, [this, from = Clock::now()] {
      Stamps stamps;
      interpreter_.enter(stamps);
      const TimePoint inside = Clock::now();
      std::this_thread::sleep_for(50ms);
      interpreter_.leave(stamps);
      return inside - from;
    });
  }
  /// Computes until another thread has been inside, or for `most`. @returns after how long that one was inside
  Nanoseconds beside(Computing kind, Nanoseconds most) {
    std::future<Nanoseconds> other;
    BlockingContext context(stamps_, &interpreter_);
    run(context.compute(kind, [&](const Checkpoint& look) {
      other = another_enters();
      for (const TimePoint end = Clock::now() + most;
           Clock::now() < end && other.wait_for(0s) != std::future_status::ready;)
        look();
      return 0;
    }));
    return other.get();
  }

  GilFigures figures_{};
  Interpreter interpreter_{GilKind::process, 5ms, figures_};
  Stamps stamps_;
};

TEST_F(InterpreterTest, BytecodeMakesWayWhenAskedTo) {
  EXPECT_GE(beside(Computing::bytecode, 10s), 5ms);
  EXPECT_GT(stamps_.gil, 0ns);
  ASSERT_EQ(stamps_.stretches.size(), 3U);
  EXPECT_EQ(stamps_.stretches[0].activity, Activity::cpu);
  EXPECT_EQ(stamps_.stretches[1].activity, Activity::gil);
  EXPECT_EQ(stamps_.stretches[2].activity, Activity::cpu);
}

TEST_F(InterpreterTest, ALongCallHoldsTheLock) {
  EXPECT_GE(beside(Computing::c_hold, 50ms), 50ms);
  EXPECT_EQ(stamps_.stretches[0].activity, Activity::cpu);
  EXPECT_GE(stamps_.stretches[0].end - stamps_.stretches[0].start, 50ms);
}

TEST_F(InterpreterTest, ALongCallThatReleasesTheLockLetsOthersIn) {
  EXPECT_LT(beside(Computing::c_release, 10s), 10s);
  EXPECT_EQ(figures_.waits, 0U);
}

TEST_F(InterpreterTest, AWaitLetsOthersIn) {
  BlockingContext context(stamps_, &interpreter_);
  const auto handler = [&]() -> Awaitable<void> {
    EXPECT_TRUE(Interpreter::is_inside());
    std::future<Nanoseconds> other = another_enters();
    for (int i = 0; i < 1000 && other.wait_for(0s) != std::future_status::ready; ++i) co_await context.sleep(10ms);
    EXPECT_EQ(other.wait_for(0s), std::future_status::ready);
    co_await context.blocking([] {
      EXPECT_FALSE(Interpreter::is_inside());
      return 0;
    });
    EXPECT_TRUE(Interpreter::is_inside());
  };
  run(handler());
  EXPECT_FALSE(Interpreter::is_inside());
}

TEST_F(InterpreterTest, WorkersWithALockEachDoNotWaitForEachOther) {
  Interpreter each(GilKind::worker, 5ms, figures_);
  each.enter(stamps_);
  std::thread([&] {
    Stamps stamps;
    EXPECT_EQ(each.enter(stamps), 0ns);
    each.leave(stamps);
  }).join();
  each.leave(stamps_);
  EXPECT_EQ(figures_.waits, 0U);
}

TEST_F(InterpreterTest, TheThreadOfAPoolTakesTheLockWhileTheLoopIsWithoutIt) {
  HelperPool helpers(1), computing(1);
  const LoopPools pools{helpers, &computing};
  LoopClock clock;
  LoopContext context(stamps_, &interpreter_, clock, pools);
  boost::asio::io_context loop(1);
  const auto handler = [&]() -> Awaitable<void> {
    context.begin();
    co_await context.compute(Computing::bytecode, [](const Checkpoint&) {
      EXPECT_TRUE(Interpreter::is_inside());
      return 0;
    });
    EXPECT_TRUE(Interpreter::is_inside());
    co_await context.compute(Computing::c_release, [](const Checkpoint&) {
      EXPECT_FALSE(Interpreter::is_inside());
      return 0;
    });
    context.end();
  };
  boost::asio::co_spawn(loop, handler(), boost::asio::detached);
  loop.run();
  EXPECT_FALSE(Interpreter::is_inside());
  EXPECT_EQ(figures_.waits, 0U);
  EXPECT_EQ(figures_.taken, 4U) << "the handler's beginning, the pool, and after each of two waits";
}

TEST_F(InterpreterTest, TheMutexOfCoroutinesIsWaitedForOutside) {
  Mutex mutex;
  ASSERT_TRUE(mutex.try_lock());
  BlockingContext context(stamps_, &interpreter_);
  const auto handler = [&]() -> Awaitable<void> {
    const Mutex::Guard guard = co_await context.lock(mutex);
    EXPECT_TRUE(Interpreter::is_inside());
    EXPECT_FALSE(mutex.try_lock());
  };
  std::thread holder([&] {
    while (figures_.taken < 1) std::this_thread::sleep_for(100us);
    Stamps stamps;
    interpreter_.enter(stamps);  // for ever, if the other waited inside
    interpreter_.leave(stamps);
    std::this_thread::sleep_for(10ms);
    mutex.unlock();
  });
  run(handler());
  holder.join();
  EXPECT_GE(stamps_.wait, 5ms);
  EXPECT_TRUE(mutex.try_lock()) << "the guard has let go";
}

}  // namespace
}  // namespace hundred::server
