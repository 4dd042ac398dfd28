#include "server/runtime/helper_pool.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "server/runtime/waker.hpp"

namespace hundred::server {

using Executor = boost::asio::io_context::executor_type;

HelperPool::HelperPool(std::size_t threads)
    : size_(threads),
      context_(static_cast<int>(threads)),
      work_(context_.get_executor()),
      threads_(threads, [this](std::size_t) { context_.run(); }, [this] { context_.stop(); }) {}

HelperPool::~HelperPool() { context_.stop(); }

boost::asio::awaitable<Times, Executor> HelperPool::run(const std::function<void()>& task) {
  constexpr boost::asio::use_awaitable_t<Executor> use_awaitable;
  const Executor loop = co_await boost::asio::this_coro::executor;
  Times times;
  std::exception_ptr failure;
  const auto initiate = [&](auto handler) {
    entered();
    boost::asio::post(context_, [&, work = boost::asio::make_work_guard(loop), handler = std::move(handler)]() mutable {
      try {
        times = timed(task);
      } catch (...) {
        failure = std::current_exception();
      }
      inside_.fetch_sub(1, std::memory_order_relaxed);
      // The guard goes with it: given up on this thread, it would end the loop without waking it.
      post_to_loop(loop, [work = std::move(work), handler = std::move(handler)]() mutable { std::move(handler)(); });
    });
  };
  co_await boost::asio::async_initiate<decltype(use_awaitable), void()>(initiate, use_awaitable);
  if (failure) std::rethrow_exception(failure);
  co_return times;
}

void HelperPool::entered() {
  const std::size_t now = inside_.fetch_add(1, std::memory_order_relaxed) + 1;
  std::size_t peak = peak_.load(std::memory_order_relaxed);
  while (now > peak && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
  }
}

QueueFigures HelperPool::queue() const {
  const auto waiting = [this](const std::atomic<std::size_t>& count) {
    const std::size_t tasks = count.load(std::memory_order_relaxed);
    return tasks > size_ ? tasks - size_ : 0;
  };
  return {waiting(inside_), waiting(peak_)};
}

}  // namespace hundred::server
