#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "server/telemetry/route.hpp"
#include "server/telemetry/shared_array.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// How many requests there were of each route and status, how long they took and how long they waited, in memory that
/// processes forked later share. Up to `most_rows` workers each have counters of their own, which are summed when they
/// are read. Thread safety: all members may be called concurrently.
class RequestFigures {
 public:
  static constexpr std::size_t most_rows = 64;

  /// Upper bounds of the buckets; beyond the last there is one more.
  static constexpr std::array<Nanoseconds, 18> bounds = {
      {std::chrono::microseconds(100), std::chrono::microseconds(250), std::chrono::microseconds(500),
       std::chrono::milliseconds(1), std::chrono::microseconds(2500), std::chrono::milliseconds(5),
       std::chrono::milliseconds(10), std::chrono::milliseconds(25), std::chrono::milliseconds(50),
       std::chrono::milliseconds(100), std::chrono::milliseconds(250), std::chrono::milliseconds(500),
       std::chrono::seconds(1), std::chrono::milliseconds(2500), std::chrono::seconds(5), std::chrono::seconds(10),
       std::chrono::seconds(30), std::chrono::seconds(60)}};

  struct Histogram {
    std::array<std::uint64_t, bounds.size() + 1> counts{};  ///< of each bucket by itself
    Nanoseconds sum{};
  };
  /// Of one route.
  struct Figures {
    std::vector<std::pair<unsigned, std::uint64_t>> by_status;  ///< that there were, in ascending order
    Histogram duration;    ///< from arrival until the last byte of the answer was in the kernel
    Histogram queue_wait;  ///< from arrival to the start of the handler
  };

  /// @param workers  the most that will ever have a number
  /// @param on_loops  what each of them ran is recorded by one thread, that of its loop; spares locked instructions
  RequestFigures(std::size_t workers, bool on_loops);

  /// Counts a finished exchange; times only if a handler saw it.
  void record(Route route, unsigned status, const Stamps& stamps);

  Figures of(Route route) const;

 private:
  /// Every status that the server answers with; any other counts as the last.
  static constexpr std::array<unsigned, 16> statuses{200, 204, 400, 404, 405, 408, 413, 414,
                                                     417, 431, 500, 501, 503, 505, 507, 0};
  using Counter = std::atomic<std::uint64_t>;
  struct Counts {
    std::array<Counter, bounds.size() + 1> counts;
    Counter sum_ns;
    void add_to(Histogram& histogram) const;
  };
  struct alignas(64) Row {
    std::array<Counter, statuses.size()> by_status;
    Counts duration, queue_wait;
  };

  static void add(Counter& counter, std::uint64_t amount, bool alone);
  void add(Counts& counts, Nanoseconds duration) const;

  const std::size_t workers_;  ///< that have rows of their own; those with higher numbers share them
  const bool alone_;           ///< no two threads write to a row, but that of refused_route
  SharedArray<Row> rows_;
};

}  // namespace hundred::server
