#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "loadtest/modes.hpp"
#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// What simulated runs of one open queue show.
struct QueueFigure {
  bool keeps_up = false;  ///< else the line has no end, and nothing else is known
  bool met = false;       ///< half of the runs or more meet all limits
  double shown_ms = 0;    ///< the first limit's figure: the median of the runs
  double chance_ms = 0;   ///< half of how far the figures of nine runs in ten lie apart
  Summary all;            ///< of all runs together
};

/// Queues of the requests of one question, simulated, each but once. All have the same arrivals but for their rate, so
/// that they differ by nothing else. Thread safety: none.
class QueueFigures {
 public:
  /// @param question  must outlive it
  explicit QueueFigures(const SizeQuestion& question) : question_(question) {}

  /// The first time for a queue it takes some hundredths of a second. @param cpus  as in OpenQueue
  const QueueFigure& of(const Servers& servers, double cpus, double rate_per_s);

 private:
  const SizeQuestion& question_;
  std::map<std::tuple<std::uint64_t, std::uint64_t, double, double>, QueueFigure> known_;
};

/// Whether response times meet all limits.
bool meets(const Summary& response, const std::vector<Threshold>& limits);

}  // namespace hundred::loadtest
