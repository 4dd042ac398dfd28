#include "server/http/poller.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <optional>
#include <thread>

#include "server/runtime/helper_pool.hpp"
#include "server/runtime/mutex.hpp"
#include "server/runtime/waker.hpp"
#include "tests/support/patience.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;
using Executor = boost::asio::io_context::executor_type;
using test::patience;

/// A loop that runs on a thread of its own while it has work.
class PollerTest : public testing::Test {
 protected:
  void start() {
    ended_ = std::async(std::launch::async, [this] {
      loop_.restart();
      poller_.run();
    });
  }
  bool ends() { return ended_.wait_for(patience) == std::future_status::ready; }
  /// A loop that does not end would be waited for: the process gives up.
  void TearDown() override {
    if (ended_.valid() && !ends()) std::abort();
  }
  Executor executor() { return loop_.get_executor(); }

  boost::asio::io_context loop_{1};
  std::atomic<int> dispatched_ = 0;
  const std::function<void()> dispatched_all_ = [this] { ++dispatched_; };
  Poller poller_{loop_, dispatched_all_};
  std::future<void> ended_;
};

TEST_F(PollerTest, EndsOnceAsioHasNoMoreWork) {
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Executor>
      timer(executor(), 20ms);
  bool rang = false;
  timer.async_wait([&](const boost::system::error_code& error) { rang = !error; });
  start();
  EXPECT_TRUE(ends());
  EXPECT_TRUE(rang);
}

TEST_F(PollerTest, IsWokenByWhatAnotherThreadPosts) {
  auto work = boost::asio::make_work_guard(loop_);
  start();
  std::this_thread::sleep_for(20ms);
  std::promise<std::thread::id> ran;
  post_to_loop(executor(), [&] {
    ran.set_value(std::this_thread::get_id());
    work.reset();
  });
  auto where = ran.get_future();
  ASSERT_EQ(where.wait_for(patience), std::future_status::ready);
  EXPECT_NE(where.get(), std::this_thread::get_id());
  EXPECT_TRUE(ends());
}

TEST_F(PollerTest, SaysThatAllIsDispatchedBeforeItSleeps) {
  auto work = boost::asio::make_work_guard(loop_);
  start();
  std::promise<int> before;
  post_to_loop(executor(), [&] { before.set_value(dispatched_); });
  const int then = before.get_future().get();
  const auto end = std::chrono::steady_clock::now() + patience;
  while (dispatched_ == then && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  EXPECT_GT(dispatched_, then);
  post_to_loop(executor(), [&] { work.reset(); });
  EXPECT_TRUE(ends());
}

TEST_F(PollerTest, DoesInItsNextTurnWhatItPostsItself) {
  int turns = 0;
  const std::function<void()> again = [&] {
    if (++turns < 1000) post_to_loop(executor(), again);
  };
  post_to_loop(executor(), again);
  start();
  EXPECT_TRUE(ends());
  EXPECT_EQ(turns, 1000);
}

/// One processor is all there is for it and for a thread that comes last: one that is stopped as soon as another has
/// something to do, as at what wakes the loop.
class PollerBesideWhoComesLast : public PollerTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(::sched_getaffinity(0, sizeof before_, &before_), 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &one);
    ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  }
  void TearDown() override {
    PollerTest::TearDown();
    EXPECT_EQ(::sched_setaffinity(0, sizeof before_, &before_), 0);
  }
  /// Does it on such a thread; those that it starts come last, too.
  static void last(const std::function<void()>& job) {
    std::thread([&] {
      const sched_param none{};
      EXPECT_EQ(::sched_setscheduler(0, SCHED_IDLE, &none), 0);
      job();
    }).join();
  }
  /// Runs that coroutine on the loop.
  void spawn(boost::asio::awaitable<void, Executor> coroutine) {
    boost::asio::co_spawn(loop_, std::move(coroutine), boost::asio::detached);
  }

 private:
  cpu_set_t before_{};
};

TEST_F(PollerBesideWhoComesLast, EndsWhenTheLastOfItsWorkComesBackFromAHelper) {
  std::optional<HelperPool> helpers;
  last([&] { helpers.emplace(1); });
  const std::function<void()> nothing = [] {};
  const auto do_nothing = [&]() -> boost::asio::awaitable<void, Executor> { co_await helpers->run(nothing); };
  for (int i = 0; i < 100; ++i) {
    spawn(do_nothing());
    start();
    ASSERT_TRUE(ends()) << i;
  }
}

TEST_F(PollerBesideWhoComesLast, EndsWhenTheLastOfItsWorkIsHandedAMutex) {
  Mutex mutex;
  const auto take_and_give = [&]() -> boost::asio::awaitable<void, Executor> {
    co_await mutex.lock();
    mutex.unlock();
  };
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(mutex.try_lock());
    spawn(take_and_give());
    start();
    last([&] { mutex.unlock(); });
    ASSERT_TRUE(ends()) << i;
  }
}

}  // namespace
}  // namespace hundred::server
