#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace hundred::server {

/// A mutex that a coroutine may hold while it waits for something else: who waits for it is suspended, first come,
/// first served, and blocks no loop. (A blocking model's thread waits on its own io_context, as for everything.) Thread
/// safety: all members. Waiters must have been resumed before it is destroyed.
class Mutex {
 public:
  /// @returns false if it is taken.
  bool try_lock();
  /// Suspends until the caller has it.
  boost::asio::awaitable<void, boost::asio::io_context::executor_type> lock();
  /// Hands it to who has waited longest. Never blocks.
  void unlock();

  /// Unlocks at its end what is locked already.
  class Guard {
   public:
    explicit Guard(Mutex& mutex) : mutex_(&mutex) {}
    Guard(Guard&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    Guard& operator=(Guard&&) = delete;
    ~Guard() {
      if (mutex_ != nullptr) mutex_->unlock();
    }

   private:
    Mutex* mutex_;
  };

 private:
  void wait_in_line(std::function<void()> wake);

  std::mutex mutex_;
  bool locked_ = false;
  std::deque<std::function<void()>> waiting_;
};

}  // namespace hundred::server
