#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/runtime/body.hpp"
#include "server/telemetry/shared_array.hpp"

namespace hundred::server {

/// What the loops know of each other, in whatever process they run: how many connections each has, by which they take
/// turns at accepting, and a bell for each, by which another tells it that it is its turn. Made before processes are
/// forked. Thread safety: all members may be called concurrently, from all of those processes.
class LoopBoard {
 public:
  /// @param loops  of all processes together, > 0. @throws std::system_error
  explicit LoopBoard(std::size_t loops);

  std::size_t loops() const { return rows_.size(); }

  void opened(std::size_t loop) {
    rows_[loop].connections.fetch_add(1, std::memory_order_relaxed);
    rows_[loop].accepted.fetch_add(1, std::memory_order_relaxed);
  }
  void closed(std::size_t loop) { rows_[loop].connections.fetch_sub(1, std::memory_order_relaxed); }
  /// Connections that one loop, and that all have ever had.
  std::uint64_t accepted(std::size_t loop) const { return rows_[loop].accepted.load(std::memory_order_relaxed); }
  std::uint64_t accepted() const;
  /// Connections that one loop, and that all have now.
  std::uint64_t connections(std::size_t loop) const { return rows_[loop].connections.load(std::memory_order_relaxed); }
  std::uint64_t connections() const;

  /// Whether it is this loop's turn to accept: it has no more connections than the least loaded.
  bool is_turn(std::size_t loop) const { return connections(loop) <= connections(least_loaded()); }
  std::size_t least_loaded() const;

  /// Readable once somebody rang, until answer_bell().
  int bell(std::size_t loop) const { return bells_[loop].get(); }
  void ring(std::size_t loop) const;
  void answer_bell(std::size_t loop) const;

  /// Memory of our own that an idle connection costs, by each loop's last sweep; the highest of all loops.
  void set_idle_bytes(std::size_t loop, std::size_t bytes) {
    rows_[loop].idle_bytes.store(bytes, std::memory_order_relaxed);
  }
  std::size_t idle_bytes() const;

  /// The loop's process has ended, and its connections with it.
  void forget(std::size_t loop);

 private:
  struct Row {
    std::atomic<std::uint64_t> connections, accepted;
    std::atomic<std::size_t> idle_bytes;
  };
  SharedArray<Row> rows_;
  std::vector<Descriptor> bells_;  ///< eventfds, which forked processes inherit
};

}  // namespace hundred::server
