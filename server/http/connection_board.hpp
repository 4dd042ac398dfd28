#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "server/telemetry/shared_array.hpp"

namespace hundred::server {

/// What every connection is doing, by process and descriptor number: atomic bytes in memory that forked processes
/// share, so that any of them can count all, and a signal handler may count what a stop cuts off while a request
/// handler holds the only thread.
/// Thread safety: all members may be called concurrently; count_unanswered() is async-signal-safe as well.
class ConnectionBoard {
 public:
  enum class State : std::uint8_t { none, open, in_flight };

  /// @param descriptors  the most that a process may have. @param processes  > 0
  ConnectionBoard(std::size_t descriptors, std::size_t processes);

  /// From now on this process is the one with this number. It is number 0 until then.
  void become(std::size_t process) { own_ = process; }

  // Of this process.
  void opened(int fd);
  void set(int fd, State state) { at(own_, static_cast<std::size_t>(fd)).store(state, std::memory_order_relaxed); }
  /// Connections that wait for an answer: a request in flight, or one that nobody has read yet.
  std::size_t count_unanswered() const;

  // Of all processes.
  struct Counts {
    std::size_t idle = 0, in_flight = 0;
    std::size_t open() const { return idle + in_flight; }
  };
  Counts count() const;
  /// That process has ended, and its connections with it.
  void forget(std::size_t process);

 private:
  using Cell = std::atomic<State>;
  Cell& at(std::size_t process, std::size_t fd) { return cells_[process * descriptors_ + fd]; }
  const Cell& at(std::size_t process, std::size_t fd) const { return cells_[process * descriptors_ + fd]; }
  std::size_t used(std::size_t process) const { return used_[process].load(std::memory_order_relaxed); }

  const std::size_t descriptors_;
  std::size_t own_ = 0;
  SharedArray<Cell> cells_;
  SharedArray<std::atomic<std::size_t>> used_;  ///< by process: one more than the highest descriptor so far
};

}  // namespace hundred::server
