#include "server/endpoints/gather.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <numeric>
#include <vector>

namespace hundred::server {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
constexpr asio::use_awaitable_t<Executor> use_awaitable;

/// @returns what it was for, as a query would.
Awaitable<milliseconds> one_wait(milliseconds duration) {
  Timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(use_awaitable);
  co_return duration;
}

Awaitable<milliseconds> group_of_waits(std::int64_t count, milliseconds each) {
  const Executor executor = co_await asio::this_coro::executor;
  const auto begin = [&] { return asio::co_spawn(executor, one_wait(each), asio::deferred); };
  std::vector<decltype(begin())> waits;
  for (std::int64_t i = 0; i < count; ++i) waits.push_back(begin());
  const auto [order, failures, results] = co_await asio::experimental::make_parallel_group(std::move(waits))
                                              .async_wait(asio::experimental::wait_for_all(), use_awaitable);
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  co_return std::accumulate(results.begin(), results.end(), milliseconds::zero());
}

}  // namespace

Awaitable<milliseconds> wait_in_turn(Context& context, std::int64_t count, milliseconds each) {
  milliseconds sum = milliseconds::zero();
  for (std::int64_t i = 0; i < count; ++i) {
    co_await context.sleep(each);
    sum += each;
  }
  co_return sum;
}

Awaitable<milliseconds> wait_at_once(Context& context, std::int64_t count, milliseconds each) {
  return context.wait(group_of_waits(count, each));
}

}  // namespace hundred::server
