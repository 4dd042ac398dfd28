#include "tests/unit/loadtest/diff_samples.hpp"

namespace hundred::loadtest {

Comparison pool_and_loop(const Factors& pool, const Factors& loop) {
  const auto one = [](const Measured& measured, const Factors& rounds) {
    Entry entry = entry_of(sleeping(), burst_of(), measured, rounds);
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      const double mean = measured.half_ms * rounds[i];
      entry.rounds[i].response = {100, {{"p50", mean}, {"p95", 1.5 * mean}, {"p99", 1.8 * mean}}};
      entry.rounds[i].breakdown = Breakdown{"", 100, mean, {{"queue", mean - 50.1}, {"wait", 50}, {"cpu", 0.1}}};
    }
    return entry;
  };
  return comparison_of(burst_of(), {{sleeping(),
                                     "park",
                                     {one({"worker-pool", "8 threads", 8, 351, 653, "queue", 85}, pool),
                                      one({"event-loop", "1 loop", 1, 51, 51.6, "wait", 98}, loop)}}});
}

Factors noisy_rounds(std::mt19937& random, std::size_t rounds, double noise, double slower) {
  std::normal_distribution<double> factor(1, noise);
  Factors factors;
  for (std::size_t i = 0; i < rounds; ++i) factors.push_back(slower * factor(random));
  return factors;
}

}  // namespace hundred::loadtest
