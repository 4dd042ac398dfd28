#include "loadtest/find_max/find_max.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "client/errors.hpp"
#include "loadtest/find_max/found_text.hpp"
#include "loadtest/find_max/hiccups.hpp"
#include "loadtest/find_max/judgement.hpp"
#include "loadtest/find_max/rate_theory.hpp"
#include "loadtest/find_max/undisturbed.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/running.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::chrono::seconds warmup{1};
constexpr double overhead_s = 1.5;  // of a step: the warm-up, and the server's start and end
constexpr double theory_spread = 0.2;

/// What the server's arguments make of a mode, theory does not know.
bool is_as_its_mode_says(const RunOptions& options) {
  return std::none_of(options.server_arguments.begin(), options.server_arguments.end(),
                      [](const std::string& argument) {
                        return argument.starts_with("--gil") || argument.starts_with("--keep-alive");
                      });
}

/// How many workers the server has; a mode that counts them must be asked if the user does not say.
std::uint64_t workers_of(const RunOptions& options, const ModeRow& mode, int stop_fd) {
  if (options.workers || !mode.counts_workers) return options.workers.value_or(1);
  return start_server(options, stop_fd)->facts().workers.value_or(1);
}

/// The longest time that a limit allows, in seconds; 1 if none speaks of times.
double longest_time(const std::vector<Threshold>& limits) {
  double longest_ms = 0;
  for (const Threshold& limit : limits)
    if (limit.below && is_latency(limit.figure)) longest_ms = std::max(longest_ms, limit.limit);
  return longest_ms == 0 ? 1 : longest_ms / 1e3;
}

class Finder {
 public:
  Finder(const FindMaxOptions& options, const Interrupt& interrupt, Terminal& terminal)
      : options_(options), interrupt_(interrupt), terminal_(terminal), runner_(options.run, interrupt, terminal) {
    FoundRate& rate = found_.rate;
    for (const Threshold& limit : options.run.thresholds) rate.limits.push_back(limit.text);
    rate.endpoint = options.run.urls.front();
    rate.fresh_servers = !options.run.mode.empty();
    rate.arrivals = options.run.plan.arrivals;
    rate.seed = options.run.plan.seed;
    rate.threads = options.run.plan.threads;
    rate.environment = environment_of({});
    rate.environment.arguments = options.run.arguments;
  }

  Found find() {
    FoundRate& rate = found_.rate;
    alone_ = runner_.measure_alone();
    if (alone_) rate.work = alone_->work;
    rate.theory = theory();
    const SearchPlan plan = search_plan(options_, rate.theory, rate.work);
    if (!options_.run.no_progress && !interrupt_.raised())
      fmt::print(terminal_.err, "hundred-load: {}\n", estimate_words(plan, rate.theory.has_value()));
    rate.steps = search_highest_rate(plan, [&](const Probe& probe) { return measure(probe); });
    rate.interrupted = interrupt_.raised();
    SearchPlan endless = plan;
    endless.most_s = std::numeric_limits<double>::infinity();
    rate.out_of_time = !rate.interrupted && !found_.fault && next_probe(endless, rate.steps);
    return found_;
  }

 private:
  std::optional<RateTheory> theory() const {
    const ModeRow* mode = find_mode(options_.run.mode);
    if (mode == nullptr || !alone_ || interrupt_.raised() || !is_as_its_mode_says(options_.run)) return std::nullopt;
    const Servers servers = mode->servers(workers_of(options_.run, *mode, interrupt_.fd()));
    return theory_of_rate({alone_->work, servers, alone_->cpus, 0}, options_.run.plan.arrivals,
                          options_.run.thresholds);
  }

  RunOptions options_at(const Probe& probe) const {
    RunOptions options = options_.run;
    options.users = users_for(options_, probe.rate_per_s);
    options.duration = Nanoseconds(std::llround(probe.seconds * 1e9));
    options.plan.rate = probe.rate_per_s;
    options.plan.seed += steps_;
    options.plan.warmup = warmup;
    return options;
  }

  /// A server that fails once there are steps does not take these with it.
  std::optional<Ran> load(const Probe& probe, const std::string& place) try {
    auto ran = runner_.run(options_at(probe), alone_, place);
    if (ran) found_.fault = ran->fault;
    return ran;
  } catch (const client::RunError& error) {
    if (steps_ == 0) throw;
    found_.fault = error.what();
    return std::nullopt;
  }

  std::optional<RateStep> measure(const Probe& probe) {
    const std::string place =
        fmt::format("step {}, {} for {:.0f} s", steps_ + 1, rate_text(probe.rate_per_s), probe.seconds);
    HiccupMeter meter(std::llround(shortest_hiccup_ms(limit_ms()) * 1e6));
    auto ran = load(probe, place);
    const std::vector<Hiccup> hiccups = meter.stop();
    if (!ran || ran->report.interrupted || found_.fault) return std::nullopt;
    ++steps_;
    note_server(ran->report);
    RateStep step = judge(probe, *ran, hiccups);
    if (!options_.run.no_progress && !terminal_.err_is_terminal)
      terminal_.err << fmt::format("{}: {}\n", place, verdict_words(step)) << std::flush;
    return step;
  }

  /// Without what hiccups disturbed, unless there are more requests than a recording has samples for.
  RateStep judge(const Probe& probe, Ran& ran, const std::vector<Hiccup>& hiccups) const {
    std::vector<TimedResponse> responses = timed_responses(ran.recording);
    Disturbance disturbance;
    if (ran.recording.has_all_samples())
      disturbance = leave_out_disturbed(hiccups, ran.recording.counted_from, limit_ms(), responses);
    if (disturbance.left_out > 0) count_only(responses, ran.report);
    if (!probe.near) responses.clear();
    RateStep step = judge_rate(options_.run.thresholds, ran.report, responses);
    step.disturbance = disturbance;
    return step;
  }

  double limit_ms() const { return longest_time(options_.run.thresholds) * 1e3; }

  void note_server(const Report& report) {
    FoundRate& rate = found_.rate;
    rate.environment.shares_cpus = report.environment.shares_cpus;
    if (report.mode.empty()) return;
    rate.mode = report.mode;
    rate.run_by = report.run_by;
  }

  const FindMaxOptions& options_;
  const Interrupt& interrupt_;
  Terminal& terminal_;
  Runner runner_;
  std::optional<EndpointFacts> alone_;
  std::uint64_t steps_ = 0;
  Found found_;
};

/// Of the strictest percentile that is limited; 0 if none is.
double strictest_quantile(const std::vector<Threshold>& limits) {
  double strictest = 0;
  for (const Threshold& limit : limits)
    for (const auto& [name, quantile] : percentiles())
      if (name == limit.figure) strictest = std::max(strictest, quantile);
  return strictest;
}

/// A limit such as rate>1000 cannot be kept below that.
double least_rate(const std::vector<Threshold>& limits) {
  double least = 0;
  for (const Threshold& limit : limits)
    if (limit.figure == "rate" && !limit.below) least = std::max(least, limit.limit);
  return least;
}

}  // namespace

Found find_max(const FindMaxOptions& options, const Interrupt& interrupt, Terminal& terminal) {
  return Finder(options, interrupt, terminal).find();
}

SearchPlan search_plan(const FindMaxOptions& options, const std::optional<RateTheory>& theory,
                       const std::optional<Work>& alone) {
  constexpr double hardly_busy = 1.0 / 50, wanted_above = 100, needed_above = 1.3;
  const std::vector<Threshold>& limits = options.run.thresholds;
  SearchPlan plan;
  const bool known = theory && theory->rate_per_s() > 0;
  if (theory) plan.lowest_per_s = std::min(plan.lowest_per_s, hardly_busy * theory->capacity_per_s);
  plan.lowest_per_s = std::max(plan.lowest_per_s, least_rate(limits));
  plan.spread = known || options.run.plan.rate ? theory_spread : 1;
  if (known)
    plan.first_per_s = theory->rate_per_s() * (1 - theory_spread / 2);
  else if (theory)
    plan.first_per_s = hardly_busy * theory->capacity_per_s;
  else if (alone)
    plan.first_per_s = cautious_rate(*alone);
  plan.first_per_s = std::max(options.run.plan.rate.value_or(plan.first_per_s), plan.lowest_per_s);
  if (least_rate(limits) > 0) plan.first_per_s = std::max(plan.first_per_s, 1.1 * least_rate(limits));
  const double above = 1 - strictest_quantile(limits);
  plan.wanted_requests = wanted_above / above;
  plan.needed_requests = needed_above / above;
  if (options.step) plan.short_s = static_cast<double>(options.step->count()) / 1e9;
  plan.edge_s = static_cast<double>(options.edge.count()) / 1e9;
  return plan;
}

std::uint64_t users_for(const FindMaxOptions& options, double rate_per_s) {
  constexpr double margin = 10, least = 100, most = 10'000;
  if (options.users_given) return options.run.users;
  const double enough = std::ceil(rate_per_s * longest_time(options.run.thresholds) * margin);
  const auto users = static_cast<std::uint64_t>(std::clamp(enough, least, most));
  return std::max(users, options.run.plan.threads);
}

std::string estimate_words(const SearchPlan& plan, bool theory_known) {
  const double step = plan.seconds_at(plan.first_per_s, false) + overhead_s;
  const double edge = plan.seconds_at(plan.first_per_s, true) + overhead_s;
  const auto minutes = [](double seconds) { return std::max(1.0, std::round(seconds / 60)); };
  const double least = minutes((theory_known ? 2 : 5) * step + 3 * edge), most = minutes(2 * step + 8 * edge);
  const std::string takes = theory_known
                                ? fmt::format("about {:.0f} to {:.0f} minutes", least, std::max(most, least + 1))
                                : fmt::format("{:.0f} minute{} or more", least, least == 1 ? "" : "s");
  return fmt::format("looking for the highest rate takes {}: steps of {:.0f} s, near the edge of {:.0f} s", takes,
                     plan.seconds_at(plan.first_per_s, false), plan.seconds_at(plan.first_per_s, true));
}

}  // namespace hundred::loadtest
