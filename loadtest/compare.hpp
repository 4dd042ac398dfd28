#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "loadtest/burst_grid.hpp"
#include "loadtest/compare_options.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/report/comparison.hpp"

namespace hundred::loadtest {

/// Where a comparison is.
struct Step {
  std::uint64_t round = 0;  ///< from 1 on; 0: measuring the endpoints alone
  std::uint64_t rounds = 0;
  std::string what;         ///< "worker-pool '/io/sleep?ms=50'"
  double seconds_left = 0;  ///< 0 if not known yet
  std::string warning;      ///< to be said before the step; empty if there is none
};

/// Measures the endpoints alone, then in each round starts a server in each mode, warms it up, loads each endpoint,
/// and stops it; if /io/fetch is one of the endpoints, an upstream is there all the time. A server that fails is noted,
/// and left out of later rounds; the others go on.
/// @param say  called as each step begins.  @param look  called again and again while a load runs, as run_load() does.
/// @throws RunError, UsageError if nothing can be compared.
Comparison compare(const CompareOptions& options, const Interrupt& interrupt,
                   const std::function<void(const Step&)>& say, const std::function<void(const RunningLoad&)>& look);

}  // namespace hundred::loadtest
