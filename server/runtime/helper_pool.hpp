#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>

#include "server/runtime/cpu_time.hpp"
#include "server/runtime/queue_figures.hpp"
#include "server/runtime/threads.hpp"

namespace hundred::server {

/// A few threads that do for the loops what would hold them: files, which cannot be polled, as in libuv, and in hybrid
/// mode computing. First in, first out.
/// Thread safety: run() may be called from any loop, queue() anywhere. The destructor waits for what is running.
class HelperPool {
 public:
  /// @param threads  > 0. @throws std::system_error if the system does not have that many to give.
  explicit HelperPool(std::size_t threads);
  ~HelperPool();
  HelperPool(const HelperPool&) = delete;
  HelperPool& operator=(const HelperPool&) = delete;

  /// Runs `task` on a helper and resumes on the caller's loop. `task` must live until then. Rethrows what it throws.
  boost::asio::awaitable<Times, boost::asio::io_context::executor_type> run(const std::function<void()>& task);

  /// Tasks that wait for a thread.
  QueueFigures queue() const;

 private:
  void entered();

  const std::size_t size_;
  std::atomic<std::size_t> inside_{0}, peak_{0};  ///< tasks that run or wait
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  Threads threads_;
};

}  // namespace hundred::server
