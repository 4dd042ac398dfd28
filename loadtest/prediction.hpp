#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "loadtest/modes.hpp"

namespace hundred::loadtest {

/// What one request of an endpoint takes, alone on an idle server, in milliseconds.
struct Work {
  double total_ms = 0;  ///< S: the service time
  double cpu_ms = 0;    ///< C: of it computing
  double wait_ms = 0;   ///< W: of it waiting

  enum class Kind { waiting, computing, mixed };
  /// Mixed where each part is at least a fiftieth of the whole; what does neither counts as computing.
  Kind kind() const;
};

/// What theory says: one value (least = most), or bounds.
struct Bounds {
  double least = 0, most = 0;
  bool operator==(const Bounds&) const = default;
};

/// When so many users have an answer who all ask at the same instant, once each.
struct BurstPrediction {
  Bounds half_ms, all_ms;
};

/// N = `users` at once, c = the mode's servers, k = `cpus`. User i has an answer
///   waiting:    after ceil(i/c) S
///   computing:  after ceil(i/c) S if c <= k, else after min(ceil(i/c) c, N) S / k, as the servers share the CPUs
///   mixed:      all between max(N C / min(c, k), ceil(N/c) S), computing and waiting at the same time, and
///               N (S - W) / min(c, k) + ceil(N/c) S, one after the other; half not before the same for N/2
/// S - W is C and what else a request needs a CPU for, such as being read and answered. What waits counts as mixed
/// where the computing of all, N C / min(c, k), is at least a fiftieth of the time.
/// @param users  > 0. @param cpus  > 0, not necessarily whole
BurstPrediction predict_burst(const Work& work, const Servers& servers, std::uint64_t users, double cpus);

/// So many users have an answer by then, who had none at the step before.
struct Stair {
  double ms = 0;
  std::uint64_t users = 0;
  bool operator==(const Stair&) const = default;
};

/// The staircase of a burst's answers, in their order, as predict_burst() says; none for what computes and waits.
/// @param users, cpus  as there
std::vector<Stair> predict_steps(const Work& work, const Servers& servers, std::uint64_t users, double cpus);

/// A closed loop in its steady state.
struct LoopPrediction {
  double throughput_per_s = 0;
  double response_ms = 0;  ///< the mean
};

/// By the asymptotic bounds of operational analysis (Denning and Buzen, 1978): X = min(N / (Z + S), c / S, min(c, k) /
/// C) and R = N / X - Z. Exact for what only waits or only computes; otherwise no more and no less than that.
/// @param think_ms  Z
LoopPrediction predict_loop(const Work& work, const Servers& servers, std::uint64_t users, double cpus,
                            double think_ms);

/// What theory says of one load, and from what it says so.
struct Prediction {
  Work work;                             ///< of one request, alone
  double cpus = 1;                       ///< k
  std::optional<BurstPrediction> burst;  ///< if the load is a burst
  std::vector<Stair> steps;              ///< of a burst
  std::optional<LoopPrediction> loop;    ///< if it is a closed loop
};

}  // namespace hundred::loadtest
