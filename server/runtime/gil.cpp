#include "server/runtime/gil.hpp"

namespace hundred::server {
namespace {

void add(std::atomic<std::uint64_t>& counter, std::uint64_t more) {
  counter.fetch_add(more, std::memory_order_relaxed);
}

void raise_to(std::atomic<std::uint64_t>& highest, std::uint64_t value) {
  std::uint64_t seen = highest.load(std::memory_order_relaxed);
  while (value > seen && !highest.compare_exchange_weak(seen, value, std::memory_order_relaxed)) continue;
}

}  // namespace

/// A change of hands, seen by its number, starts the interval anew.
void Gil::wait_until_free(std::unique_lock<std::mutex>& lock) {
  while (locked_) {
    const std::uint64_t seen = switch_number_;
    const bool timed_out = freed_.wait_for(lock, interval_) == std::cv_status::timeout;
    if (!timed_out || !locked_ || switch_number_ != seen) continue;
    drop_request_.store(true, std::memory_order_relaxed);
    add(figures_.requests, 1);
  }
}

Nanoseconds Gil::take() {
  Nanoseconds waited{};
  std::unique_lock lock(mutex_);
  if (locked_) {
    const TimePoint from = Clock::now();
    wait_until_free(lock);
    waited = Clock::now() - from;
    add(figures_.waits, 1);
    add(figures_.wait_ns, static_cast<std::uint64_t>(waited.count()));
  }
  {
    const std::lock_guard switching(switch_mutex_);
    locked_ = true;
    if (last_holder_ != std::this_thread::get_id()) {
      last_holder_ = std::this_thread::get_id();
      ++switch_number_;
      add(figures_.switches, 1);
    }
    switched_.notify_one();
  }
  drop_request_.store(false, std::memory_order_relaxed);
  add(figures_.taken, 1);
  taken_at_ = Clock::now();
  return waited;
}

/// First of all it lets go: who asked is still on its way to sleep then, and often has the lock before any that slept
/// before it. So it is in CPython, and why there a small request waits longer beside several threads.
Nanoseconds Gil::drop() {
  const TimePoint taken_at = taken_at_;
  {
    const std::lock_guard lock(mutex_);
    locked_ = false;
    freed_.notify_one();
  }
  const TimePoint from = Clock::now();
  count_hold(from - taken_at);
  if (!asked_for()) return {};
  std::unique_lock switching(switch_mutex_);
  if (last_holder_ != std::this_thread::get_id()) return {};
  drop_request_.store(false, std::memory_order_relaxed);
  switched_.wait(switching);  // once, as CPython does: nothing depends on the reason for waking
  return Clock::now() - from;
}

void Gil::count_hold(Nanoseconds duration) {
  const auto held = static_cast<std::uint64_t>(duration.count());
  add(figures_.hold_ns, held);
  raise_to(figures_.longest_hold_ns, held);
}

}  // namespace hundred::server
