#include "server/runtime/mutex.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "server/runtime/waker.hpp"

namespace hundred::server {

using Executor = boost::asio::io_context::executor_type;

bool Mutex::try_lock() {
  const std::lock_guard lock(mutex_);
  return !std::exchange(locked_, true);
}

boost::asio::awaitable<void, Executor> Mutex::lock() {
  constexpr boost::asio::use_awaitable_t<Executor> use_awaitable;
  const Executor executor = co_await boost::asio::this_coro::executor;
  const auto initiate = [&](auto handler) {
    const auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    wait_in_line([resume, executor, work = boost::asio::make_work_guard(executor)]() mutable {
      post_to_loop(executor, [resume, work = std::move(work)] { std::move (*resume)(); });
    });
  };
  co_await boost::asio::async_initiate<decltype(use_awaitable), void()>(initiate, use_awaitable);
}

void Mutex::wait_in_line(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(locked_, true)) return waiting_.push_back(std::move(wake));
  }
  wake();
}

void Mutex::unlock() {
  std::function<void()> next;
  {
    const std::lock_guard lock(mutex_);
    locked_ = !waiting_.empty();
    if (!locked_) return;
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  next();
}

}  // namespace hundred::server
