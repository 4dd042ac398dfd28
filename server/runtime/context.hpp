#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <type_traits>

#include "server/runtime/helper_pool.hpp"
#include "server/runtime/loop_clock.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

using Executor = boost::asio::io_context::executor_type;
template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;
using Task = std::function<void()>;

/// All that a handler may wait and compute with, and the only place where concurrency models differ for it. Stamps what
/// it does. One per exchange; used by the thread or loop that runs the handler.
class Context {
 public:
  explicit Context(Stamps& stamps) : stamps_(stamps) {}
  virtual ~Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  /// Waits for `duration` >= 0.
  Awaitable<void> sleep(Nanoseconds duration);

  /// Computes f() and returns its result (f returns a value). What f throws comes through.
  template <class F>
  Awaitable<std::invoke_result_t<F&>> compute(F f) {
    std::optional<std::invoke_result_t<F&>> result;
    const Task task = [&result, &f] { result = f(); };
    co_await run_computing(task);
    co_return std::move(result).value();
  }

  /// Calls f(), which blocks in the file system, and returns its result (f returns a value). What f throws comes
  /// through.
  template <class F>
  Awaitable<std::invoke_result_t<F&>> blocking(F f) {
    std::optional<std::invoke_result_t<F&>> result;
    const Task task = [&result, &f] { result = f(); };
    co_await run_blocking(task);
    co_return std::move(result).value();
  }

 protected:
  virtual Awaitable<void> sleep_until(TimePoint due) = 0;
  virtual Awaitable<void> run_computing(const Task& task) = 0;
  virtual Awaitable<void> run_blocking(const Task& task) = 0;

  /// Computes on this thread. @returns how long that held it.
  Nanoseconds compute_here(const Task& task);

  Stamps& stamps_;
};

/// The calling thread itself waits and computes: single-threaded, thread-per-request, worker-pool, prefork.
class BlockingContext final : public Context {
 public:
  using Context::Context;

 protected:
  Awaitable<void> sleep_until(TimePoint due) override;
  Awaitable<void> run_computing(const Task& task) override;
  Awaitable<void> run_blocking(const Task& task) override;
};

/// The threads that loops give work to. All outlive what they are given.
struct LoopPools {
  HelperPool& helpers;              ///< for what blocks in the file system
  HelperPool* computing = nullptr;  ///< for what computes; without it, computing holds the loop
};

/// Waiting suspends the coroutine and frees its loop; what the pools take over does, too.
class LoopContext final : public Context {
 public:
  /// All three must outlive the context.
  LoopContext(Stamps& stamps, LoopClock& clock, const LoopPools& pools)
      : Context(stamps), clock_(clock), pools_(pools) {}

 protected:
  Awaitable<void> sleep_until(TimePoint due) override;
  Awaitable<void> run_computing(const Task& task) override;
  Awaitable<void> run_blocking(const Task& task) override;

 private:
  LoopClock& clock_;
  const LoopPools& pools_;
};

}  // namespace hundred::server
