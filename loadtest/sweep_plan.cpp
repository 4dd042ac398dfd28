#include "loadtest/sweep_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "loadtest/modes.hpp"
#include "loadtest/queue_simulation.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

constexpr double least_seconds = 3, most_seconds = 60, seconds_if_unknown = 5, means = 20;
/// A 99th percentile needs a hundred. Of Poisson arrivals so few come too unevenly.
constexpr double least_requests = 110, least_poisson_requests = 400;
/// Starting and stopping a server.
constexpr double around_a_point = 0.3;

Nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::duration_cast<Nanoseconds>(std::chrono::milliseconds(std::llround(seconds * 1e3)));
}

double seconds_of(Nanoseconds time) { return std::chrono::duration<double>(time).count(); }

/// Of Poisson arrivals, by simulation.
double mean_response_ms(const OpenQueue& queue, std::uint64_t seed) {
  constexpr std::uint64_t requests = 100'000;
  return summarize(simulate(queue, requests, seed)).figure("mean").value();
}

PointTheory open_loop_theory(const RunOptions& options, const Servers& servers, const EndpointFacts& alone) {
  const double capacity = predict_loop(alone.work, servers, options.users, alone.cpus, 0).throughput_per_s;
  const double rate = *options.plan.rate;
  if (rate >= capacity) return {capacity, std::nullopt};
  if (options.plan.arrivals == client::Arrivals::constant) return {rate, alone.work.total_ms};
  return {rate, mean_response_ms({alone.work, servers, alone.cpus, rate}, options.plan.seed)};
}

/// From one request of a user to its next; of an open loop what it takes where there is no line.
double cycle_seconds(const RunOptions& options, const PointTheory& theory, const EndpointFacts& alone) {
  return options.plan.open_loop() ? theory.response_ms.value_or(alone.work.total_ms) * 1e-3
                                  : static_cast<double>(options.users) / theory.throughput_per_s;
}

double duration_needed(const RunOptions& options, const PointTheory& theory, const EndpointFacts& alone) {
  const bool poisson = options.plan.open_loop() && options.plan.arrivals == client::Arrivals::poisson;
  const double for_requests = (poisson ? least_poisson_requests : least_requests) /
                              (options.plan.open_loop() ? *options.plan.rate : theory.throughput_per_s);
  return std::clamp(std::max(means * cycle_seconds(options, theory, alone), for_requests), least_seconds, most_seconds);
}

/// Until all is answered that is asked for.
double seconds_needed(const RunOptions& options, const std::optional<PointTheory>& theory,
                      const std::optional<EndpointFacts>& alone) {
  const double asking = seconds_of(options.plan.warmup) + seconds_of(*options.duration) + around_a_point;
  if (!theory) return asking;
  const double in_line = options.plan.open_loop() && *options.plan.rate > theory->throughput_per_s
                             ? asking * (*options.plan.rate / theory->throughput_per_s - 1)
                             : cycle_seconds(options, *theory, *alone) - seconds_of(options.plan.think);
  return asking + std::min(in_line, seconds_of(options.timeout));
}

PlannedPoint plan_point(const SweepOptions& options, std::size_t curve, double value, ServerFacts server,
                        const std::optional<EndpointFacts>& alone) {
  PlannedPoint point{curve, value, options_at(options, server.mode, value), {}, 0};
  if (point.options.workers) server.workers = point.options.workers;
  point.options.duration = options.duration.value_or(nanoseconds_of(seconds_if_unknown));
  if (alone) point.theory = point_theory(point.options, server, *alone);
  if (point.theory && !options.duration) {
    point.options.duration = nanoseconds_of(duration_needed(point.options, *point.theory, *alone));
    point.theory = point_theory(point.options, server, *alone);  // of so long a run, its start included
  }
  point.seconds = seconds_needed(point.options, point.theory, alone);
  return point;
}

std::string connections_words(const RunOptions& options) {
  return options.plan.no_keep_alive ? ", a connection for each request" : "";
}

std::string load_words(const SweepOptions& options) {
  const RunOptions first = options_at(options, "", options.over.values.front());
  if (first.plan.open_loop()) {
    const std::string rate = options.over.what == Swept::rate ? "" : fmt::format("{:g} requests/s, ", *first.plan.rate);
    return fmt::format("open loop: {}{}, at most {} connections{}", rate,
                       first.plan.arrivals == client::Arrivals::constant
                           ? std::string("evenly spaced")
                           : fmt::format("Poisson arrivals (seed {})", first.plan.seed),
                       first.users, connections_words(first));
  }
  const std::string users = options.over.what == Swept::users ? "" : fmt::format("{} users, ", first.users);
  const std::string think =
      first.plan.think == Nanoseconds(0) ? "no" : duration_text(seconds_of(first.plan.think) * 1e3);
  return fmt::format("closed loop: {}{} think time{}", users, think, connections_words(first));
}

}  // namespace

std::optional<PointTheory> point_theory(const RunOptions& options, const ServerFacts& server,
                                        const EndpointFacts& alone) {
  RunOptions closed = options;
  if (options.plan.open_loop()) closed.plan.rate.reset();
  const auto prediction = predict(alone, server, load_of(closed, "127.0.0.1"));
  if (!prediction || !prediction->loop) return std::nullopt;
  if (!options.plan.open_loop()) return PointTheory{prediction->loop->throughput_per_s, prediction->loop->response_ms};
  return open_loop_theory(options, find_mode(server.mode)->servers(server.workers.value_or(1)), alone);
}

std::vector<PlannedPoint> plan_sweep(const SweepOptions& options, const std::vector<ServerFacts>& servers,
                                     const std::optional<EndpointFacts>& alone) {
  std::vector<PlannedPoint> plan;
  for (std::size_t curve = 0; curve < servers.size(); ++curve)
    for (const double value : options.over.values)
      plan.push_back(plan_point(options, curve, value, servers[curve], alone));
  return plan;
}

Sweep empty_sweep(const SweepOptions& options, const std::optional<EndpointFacts>& alone) {
  Sweep sweep;
  sweep.over = options.over.what;
  sweep.values = options.over.values;
  sweep.endpoint = options.urls.front();
  sweep.alone = alone;
  sweep.load = {load_words(options), options.over.what == Swept::rate || options.plan.open_loop(), options.users,
                seconds_of(options.plan.think) * 1e3};
  if (options.over.what == Swept::users) sweep.load.users.reset();
  for (const std::string& mode : options.modes) sweep.curves.push_back({mode, {}, {}, {}, {}});
  if (options.modes.empty()) sweep.curves.emplace_back();
  sweep.environment = environment_of({});
  sweep.environment.arguments = options.arguments;
  return sweep;
}

}  // namespace hundred::loadtest
