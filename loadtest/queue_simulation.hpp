#pragma once

#include <cstdint>
#include <vector>

#include "loadtest/modes.hpp"
#include "loadtest/prediction.hpp"

namespace hundred::loadtest {

/// An open loop of Poisson arrivals that ask a server for the same work each: a M/D/c queue, and where more compute at
/// once than there are CPUs, one whose servers share them.
struct OpenQueue {
  Work work;              ///< each computes C, then is busy otherwise for what is left of S
  Servers servers;        ///< their queue has no end here: nobody is turned away
  double cpus = 1;        ///< k > 0: so many compute at full speed, more share that; with an interpreter lock at most 1
  double rate_per_s = 0;  ///< > 0; at or above what the server can do, the line grows as long as the simulation runs

  /// The rate above which the line has no end: the least of c / S and min(c, k) / C; infinite if neither bounds it.
  double capacity_per_s() const;
};

/// The response times of so many requests, in nanoseconds, in the order in which they end, after a twentieth more that
/// is not counted, for the server to be as busy as it usually is. @param requests  > 0; a million take about a tenth of
/// a second. @param seed  the same seed, the same arrivals, whatever the other parameters
std::vector<std::int64_t> simulate(const OpenQueue& queue, std::uint64_t requests, std::uint64_t seed);

}  // namespace hundred::loadtest
