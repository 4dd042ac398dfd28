#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// What interpreter locks count; in memory that processes may share. Times in nanoseconds.
struct GilFigures {
  std::atomic<std::uint64_t> taken;
  std::atomic<std::uint64_t> waits;     ///< of these: had to wait
  std::atomic<std::uint64_t> wait_ns;   ///< all waits together
  std::atomic<std::uint64_t> switches;  ///< from one thread to another
  std::atomic<std::uint64_t> requests;  ///< a waiter asked the holder to let go
  std::atomic<std::uint64_t> hold_ns;   ///< all holds together
  std::atomic<std::uint64_t> longest_hold_ns;
};

/// CPython's global interpreter lock: the protocol of Python/ceval_gil.c (3.12), step by step. Who waits does so for
/// the switch interval; if nothing changed hands meanwhile, it asks the holder to let go, which that does at its next
/// look, and then waits until another thread has really taken it. There is no queue: whoever wakes first has it, and a
/// holder that lets go by itself, to wait for something, may have it again before anybody woke: unfair on purpose.
/// Thread safety: all members, by the rule that a thread drops what it took.
class Gil {
 public:
  /// @param switch_interval  > 0; CPython's is 5 ms. @param figures  must outlive it; counted on top
  Gil(Nanoseconds switch_interval, GilFigures& figures) : interval_(switch_interval), figures_(figures) {}

  /// Blocks until the calling thread, which must not have it, has it. @returns how long it waited; 0 if it was free
  Nanoseconds take();
  /// Lets go; blocks until another thread has taken it, if one has asked for it. @returns how long that took
  Nanoseconds drop();
  /// For the holder: whether another thread has asked for it.
  bool asked_for() const { return drop_request_.load(std::memory_order_relaxed); }

 private:
  void wait_until_free(std::unique_lock<std::mutex>& lock);
  void count_hold(Nanoseconds duration);

  const Nanoseconds interval_;
  GilFigures& figures_;

  std::mutex mutex_;
  std::condition_variable freed_;
  bool locked_ = false;
  std::uint64_t switch_number_ = 0;
  std::atomic<bool> drop_request_ = false;

  std::mutex switch_mutex_;
  std::condition_variable switched_;
  std::thread::id last_holder_;  ///< under switch_mutex_

  TimePoint taken_at_;  ///< the holder's
};

}  // namespace hundred::server
