#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/load.hpp"
#include "loadtest/queue_simulation.hpp"
#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// What a rate came to.
enum class RateVerdict : std::uint8_t {
  met,        ///< every limit was kept
  not_met,    ///< one was broken
  undecided,  ///< a limit lies within what its figure may be
  invalid     ///< the figures show the load tool's own limit
};

/// A limit at one rate.
struct LimitAtRate {
  std::string figure;            ///< "p99", "errors%", as Threshold has it
  ThresholdResult result;        ///< of the figure itself
  std::optional<Bounds> likely;  ///< 95 % sure that it is not below, and not above; nothing if that cannot be told
  RateVerdict verdict = RateVerdict::undecided;
};

/// The machine's hiccups in a step, and the requests that are left out of its response times on their account.
struct Disturbance {
  std::uint64_t hiccups = 0;
  double longest_ms = 0;
  std::uint64_t left_out = 0;
};

/// One rate, and what it came to.
struct RateStep {
  double rate_per_s = 0;
  double seconds = 0;       ///< for which requests were due, without the warm-up
  std::uint64_t users = 0;  ///< connections
  Counts counts;
  Summary response;  ///< without what hiccups disturbed
  Disturbance disturbance;
  std::vector<LimitAtRate> limits;  ///< in the order in which they were given
  RateVerdict verdict = RateVerdict::undecided;
  std::string remark;     ///< why, if it is not a limit that decides: "no request had a good answer"; else empty
  std::string suspicion;  ///< why its figures are to be read with care; empty if they are not
  bool hopeless = false;  ///< no lower rate can be better
  std::optional<Breakdown> late;  ///< where the time of the answers went that the first limit on times is about
};

/// What theory says of the highest rate.
struct RateTheory {
  OpenQueue queue;            ///< at that rate
  double capacity_per_s = 0;  ///< above it the line has no end
  /// Found by simulating the queue; otherwise arrivals are evenly spaced, and nobody waits below the capacity.
  bool simulated = false;

  double rate_per_s() const { return queue.rate_per_s; }  ///< 0: a request alone breaks a limit
};

/// All that the search for the highest rate found. Text, JSON and CSV only render it.
struct FoundRate {
  std::vector<std::string> limits;  ///< as they were given
  std::string endpoint;             ///< path and query, or a URL
  std::string mode, run_by;         ///< the server's, empty if not known
  bool fresh_servers = false;       ///< one was started for each step
  client::Arrivals arrivals = client::Arrivals::poisson;
  std::uint64_t seed = 1;
  std::uint64_t threads = 1;
  std::optional<Work> work;  ///< of one request, alone
  std::optional<RateTheory> theory;
  std::vector<RateStep> steps;  ///< in the order in which they were measured
  bool out_of_time = false;     ///< the search ended before the range was narrow
  bool interrupted = false;
  Environment environment;
};

}  // namespace hundred::loadtest
