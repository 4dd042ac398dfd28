#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/telemetry/shared_array.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// Why a request was turned away before a handler saw it.
enum class Shed : std::uint8_t { queue_full, out_of_threads, out_of_descriptors };

/// Counters of the whole server, in memory that processes forked later share.
/// Thread safety: all members may be called concurrently.
class Metrics {
 public:
  /// @param worker_kind  the letter of the workers' names. @param workers  the most of them that will ever have a name
  Metrics(char worker_kind, std::size_t workers) : worker_kind_(worker_kind), served_(workers), totals_(1) {}

  /// A request was answered by `worker`; what a front end answers by itself is not counted.
  void served(WorkerName worker) {
    if (worker.kind == worker_kind_) add(served_[worker.index]);
  }
  void shed(Shed reason) { add(totals_->shed[static_cast<std::size_t>(reason)]); }
  /// An answer that could not be delivered in full: its client had gone, or its body could not be made.
  void dropped() { add(totals_->dropped); }
  /// A handler, or what makes its response's body, threw what was not meant as an answer.
  void failed() { add(totals_->failed); }

  /// Requests answered by each worker that answered any, in the order of the workers' numbers.
  std::vector<std::pair<std::string, std::uint64_t>> served_by_worker() const;
  /// Requests turned away, by reason; reasons that never came up are left out.
  std::map<std::string, std::uint64_t> shed_by_reason() const;
  std::uint64_t dropped_count() const { return totals_->dropped.load(std::memory_order_relaxed); }
  std::uint64_t failed_count() const { return totals_->failed.load(std::memory_order_relaxed); }

 private:
  using Counter = std::atomic<std::uint64_t>;
  static void add(Counter& counter) { counter.fetch_add(1, std::memory_order_relaxed); }

  const char worker_kind_;
  struct Totals {
    std::array<Counter, 3> shed;
    Counter dropped, failed;
  };
  SharedArray<Counter> served_;
  SharedArray<Totals> totals_;
};

}  // namespace hundred::server
