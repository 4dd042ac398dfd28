#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/descriptor.hpp"
#include "server/telemetry/shared_array.hpp"

namespace hundred::server {

/// What the loops know of each other, in whatever process they run: whether each runs and how many connections it has,
/// by which they take turns at accepting, and a bell for each, by which another tells it that it is its turn. Made
/// before processes are forked. Thread safety: all members may be called concurrently, from all of those processes.
class LoopBoard {
 public:
  /// @param loops  of all processes together, > 0. @throws std::system_error
  explicit LoopBoard(std::size_t loops);

  std::size_t loops() const { return rows_.size(); }

  /// From now on, until forget(), the loop runs: it takes its turns.
  void begin(std::size_t loop) { rows_[loop].runs.store(true, std::memory_order_relaxed); }

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

  /// Of the loops that run; there must be one.
  std::size_t least_loaded() const;
  /// Whether it is this loop's turn to accept: it has no more connections than the least loaded.
  bool is_turn(std::size_t loop) const { return connections(loop) <= connections(least_loaded()); }
  /// What each of the loops that run would have, rounded up, if they shared all connections and that many more.
  std::uint64_t fair_share(std::uint64_t more) const;

  /// Readable once somebody rang, until answer_bell().
  int bell(std::size_t loop) const { return bells_[loop].get(); }
  void ring(std::size_t loop) const;
  void answer_bell(std::size_t loop) const;

  /// Memory of our own that an idle connection costs, by each loop's last sweep; the highest of all loops.
  void set_idle_bytes(std::size_t loop, std::size_t bytes) {
    rows_[loop].idle_bytes.store(bytes, std::memory_order_relaxed);
  }
  std::size_t idle_bytes() const;

  /// The loop's process has ended, and its connections with it. It has no turn until it begins again.
  void forget(std::size_t loop);

 private:
  bool runs(std::size_t loop) const { return rows_[loop].runs.load(std::memory_order_relaxed); }

  struct Row {
    std::atomic<bool> runs;
    std::atomic<std::uint64_t> connections, accepted;
    std::atomic<std::size_t> idle_bytes;
  };
  SharedArray<Row> rows_;
  std::vector<Descriptor> bells_;  ///< eventfds, which forked processes inherit
};

}  // namespace hundred::server
