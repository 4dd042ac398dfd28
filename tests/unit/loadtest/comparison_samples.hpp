#pragma once

#include <string>
#include <vector>

#include "loadtest/report/comparison.hpp"

// Comparisons as they might have been measured: half and all of each mode are given, the rest follows.
namespace hundred::loadtest {

/// What the rounds of one mode measured, times the factor of each round.
struct Measured {
  std::string mode, run_by;
  std::uint64_t workers;
  double half_ms, all_ms;                   ///< of a loop: throughput per second and p99
  const char* part;                         ///< of the time, the largest
  double share;                             ///< in percent
  double ping_p50_ms = 0, ping_max_ms = 0;  ///< 0: no bystander
};

using Factors = std::vector<double>;
inline const Factors three_rounds{1.01, 1.0, 1.02};

client::Load burst_of(std::uint32_t users = 100);
client::Load loop_of(std::uint32_t users = 100);

EndpointFacts sleeping();   ///< '/io/sleep?ms=50', 50.2 ms
EndpointFacts computing();  ///< '/cpu/burn?ms=20', 20.2 ms; k = 1.98
EndpointFacts both();       ///< '/mixed?cpu_ms=5&io_ms=45', 50.1 ms

Entry entry_of(const EndpointFacts& facts, const client::Load& load, const Measured& measured,
               const Factors& rounds = three_rounds);
Contest contest_of(const EndpointFacts& facts, const client::Load& load, const std::vector<Measured>& measured,
                   const Factors& rounds = three_rounds, const std::string& keep_alive = "park");
Comparison comparison_of(const client::Load& load, std::vector<Contest> contests);

/// All modes on the two, with 8 workers, as theory says.
Contest all_modes_sleeping();
Contest all_modes_computing(const Factors& rounds = three_rounds);

}  // namespace hundred::loadtest
