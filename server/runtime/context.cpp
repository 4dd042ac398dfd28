#include "server/runtime/context.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

namespace hundred::server {
namespace {

using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;
constexpr boost::asio::use_awaitable_t<Executor> use_awaitable;

}  // namespace

Awaitable<void> Context::sleep(Nanoseconds duration) {
  const TimePoint from = Clock::now(), due = from + duration;
  co_await sleep_until(due);
  stamps_.wait += duration;
  stamps_.add(Activity::wait, from, due);
}

Nanoseconds Context::compute_here(const Task& task) {
  const Times times = timed(task);
  stamps_.cpu += times.cpu;
  stamps_.add(Activity::cpu, times.start, times.end);
  return times.end - times.start;
}

Awaitable<void> BlockingContext::sleep_until(TimePoint due) {
  std::this_thread::sleep_until(due);
  co_return;
}

Awaitable<void> BlockingContext::run_computing(const Task& task) {
  compute_here(task);
  co_return;
}

Awaitable<void> BlockingContext::run_blocking(const Task& task) {
  const Times times = timed(task);
  stamps_.wait += times.end - times.start;
  stamps_.add(Activity::wait, times.start, times.end);
  co_return;
}

Awaitable<void> LoopContext::sleep_until(TimePoint due) {
  Timer timer(co_await boost::asio::this_coro::executor, due);
  co_await timer.async_wait(use_awaitable);
}

Awaitable<void> LoopContext::run_computing(const Task& task) {
  if (pools_.computing == nullptr) {
    clock_.stood_still(compute_here(task));
    co_return;
  }
  const TimePoint asked = Clock::now();
  const Times times = co_await pools_.computing->run(task);
  stamps_.pool += times.start - asked;
  stamps_.cpu += times.cpu;
  stamps_.add(Activity::pool, asked, times.start);
  stamps_.add(Activity::cpu, times.start, times.end);
}

Awaitable<void> LoopContext::run_blocking(const Task& task) {
  const TimePoint asked = Clock::now();
  const Times times = co_await pools_.helpers.run(task);
  stamps_.pool += times.start - asked;
  stamps_.wait += times.end - times.start;
  stamps_.add(Activity::pool, asked, times.start);
  stamps_.add(Activity::wait, times.start, times.end);
}

}  // namespace hundred::server
