#include "tests/unit/loadtest/sweep_samples.hpp"

#include <algorithm>

#include "loadtest/modes.hpp"

namespace hundred::loadtest {
namespace {

constexpr double point_seconds = 4;

SweepPoint point_of(double value, double per_s, double mean_ms, double p99_ms) {
  SweepPoint point;
  point.value = value;
  point.duration_ms = point_seconds * 1e3;
  point.counts.sent = point.counts.ok = static_cast<std::uint64_t>(point_seconds * per_s);
  point.throughput_per_s = per_s;
  point.response = {point.counts.sent, {{"mean", mean_ms}, {"p50", mean_ms}, {"p99", p99_ms}}};
  point.reason = "each of 100 requests has one outcome";
  return point;
}

Sweep sweep_of(Swept over, const std::vector<double>& values, const EndpointFacts& alone) {
  Sweep sweep;
  sweep.over = over;
  sweep.values = values;
  sweep.endpoint = alone.endpoint;
  sweep.alone = alone;
  sweep.curves = {{"worker-pool", "8 threads", 8, {}, {}}};
  sweep.environment.started_at = "2026-01-02T03:04:05Z";
  sweep.environment.cpus = 2;
  return sweep;
}

}  // namespace

EndpointFacts sleeping_20() { return {"/io/sleep?ms=20", {20.2, 0.01, 20}, 2}; }
EndpointFacts burning_5() { return {"/cpu/burn?ms=5", {5.05, 5, 0}, 1.98}; }

Sweep workers_sweep(const std::vector<double>& workers, const std::function<double(double)>& throughput,
                    const EndpointFacts& alone) {
  Sweep sweep = sweep_of(Swept::workers, workers, alone);
  sweep.load = {"closed loop: 100 users, no think time", false, 100, 0};
  for (const double c : workers) {
    const double per_s = throughput(c), mean_ms = 1e5 / per_s;
    SweepPoint point = point_of(c, per_s, mean_ms, 1.1 * mean_ms);
    point.little = Little{per_s, mean_ms, 100.2, 100, Verdict::valid};
    const auto count = static_cast<std::uint64_t>(c);
    const LoopPrediction loop = predict_loop(alone.work, {count, count}, 100, alone.cpus, 0);
    point.theory = PointTheory{loop.throughput_per_s, loop.response_ms};
    sweep.curves.front().points.push_back(point);
    sweep.curves.front().workers = count;
  }
  return sweep;
}

Sweep rate_sweep(const std::vector<double>& rates, double capacity, const std::function<double(double)>& p99_ms) {
  Sweep sweep = sweep_of(Swept::rate, rates, sleeping_20());
  sweep.load = {"open loop: Poisson arrivals (seed 1), at most 100 connections", true, 100, 0};
  for (const double rate : rates) {
    SweepPoint point = point_of(rate, std::min(rate, capacity), 20.4, p99_ms(rate));
    point.counts.sent = point.counts.ok = static_cast<std::uint64_t>(point_seconds * rate);
    point.theory = PointTheory{std::min(rate, capacity), rate < capacity ? std::optional(20.2) : std::nullopt};
    sweep.curves.front().points.push_back(point);
  }
  return sweep;
}

Sweep sleeping_sweep() {
  return workers_sweep(
      {1, 2, 3, 4, 6, 10, 16, 25, 40, 64}, [](double c) { return 49.3 * c * (1 - c / 3000); }, sleeping_20());
}

}  // namespace hundred::loadtest
