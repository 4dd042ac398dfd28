#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "server/runtime/queue_figures.hpp"

namespace hundred::server {

/// Bounded FIFO between the listener and the workers. Thread safety: all members may be called concurrently.
template <class Item>
class WorkQueue {
 public:
  /// @param capacity  items that may wait, > 0; those that an idle worker is about to take do not count
  explicit WorkQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Takes the item on success; workers that wait for one learn of it by announce(). Never blocks.
  /// @returns false, leaving `item` alone, if the queue is full
  bool push(Item& item) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= capacity_ + idle_) {
      refused_ = true;
      return false;
    }
    waiting_.push_back(std::move(item));
    peak_ = std::max(peak_, length());
    if (idle_ > 0) ++unannounced_;
    return true;
  }

  /// Wakes an idle worker for each item since the last call, unless others have taken all meanwhile. After many items
  /// rather than after each: a worker that wakes on the caller's CPU, in place of it, then finds more than one, and
  /// need not sleep and be woken in between.
  void announce() {
    while (idle_worker_is_needed()) filled_.notify_one();
  }

  struct Popped {
    Item item;
    bool made_room;  ///< push() has refused since the last pop: whoever was refused may try again
  };

  /// Blocks until there is an item, announced if it comes meanwhile. @returns nothing once closed and empty: the worker
  /// should end.
  std::optional<Popped> pop() {
    std::unique_lock lock(mutex_);
    ++idle_;
    filled_.wait(lock, [this] { return !waiting_.empty() || closed_; });
    --idle_;
    return take();
  }

  /// As pop(), but @returns nothing when it is empty.
  std::optional<Popped> try_pop() {
    const std::lock_guard lock(mutex_);
    return take();
  }

  /// Lets pop() end once the queue is empty.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    filled_.notify_all();
  }

  QueueFigures figures() const {
    const std::lock_guard lock(mutex_);
    return {length(), peak_};
  }

 private:
  std::size_t length() const { return waiting_.size() - std::min(waiting_.size(), idle_); }

  bool idle_worker_is_needed() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty() || idle_ == 0) unannounced_ = 0;
    if (unannounced_ == 0) return false;
    --unannounced_;
    return true;
  }

  std::optional<Popped> take() {
    if (waiting_.empty()) return std::nullopt;
    Popped popped{std::move(waiting_.front()), refused_};
    waiting_.pop_front();
    refused_ = false;
    return popped;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Item> waiting_;
  std::size_t idle_ = 0;         // workers in pop()
  std::size_t unannounced_ = 0;  // items that came while there were any, since announce()
  std::size_t peak_ = 0;
  bool refused_ = false;
  bool closed_ = false;
};

}  // namespace hundred::server
