#pragma once

#include <functional>
#include <vector>

#include "loadtest/report/sweep.hpp"

// Sweeps as they might have been measured: throughput is given, the rest follows.
namespace hundred::loadtest {

/// Of a closed loop of 100 users on worker-pools; theory is min(N, c) / S.
/// @param throughput  per second, by workers
Sweep workers_sweep(const std::vector<double>& workers, const std::function<double(double)>& throughput,
                    const EndpointFacts& alone);

/// Of an open loop on a worker-pool of 8.
/// @param p99_ms  by rate
Sweep rate_sweep(const std::vector<double>& rates, double capacity, const std::function<double(double)>& p99_ms);

EndpointFacts sleeping_20();  ///< '/io/sleep?ms=20', 20.2 ms
EndpointFacts burning_5();    ///< '/cpu/burn?ms=5', 5.05 ms; k = 1.98

/// '/io/sleep?ms=20' with 1 to 64 workers, a little less than theory.
Sweep sleeping_sweep();

}  // namespace hundred::loadtest
