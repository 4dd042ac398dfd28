#include "loadtest/find_max/search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

namespace hundred::loadtest {
namespace {

constexpr double near_share = 0.25;
constexpr double narrow_share = 0.025, unclear_share = 0.04;
constexpr double wide_share = 0.05, least_gap = 0.01;
constexpr std::ptrdiff_t enough_long = 8;
constexpr double least_short_s = 2, most_short_s = 20;

/// To three digits, so that a rate can be read and typed.
double readable(double rate) {
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 2), digits = std::round(rate / unit);
  return unit < 1 ? digits / std::round(1 / unit) : digits * unit;
}

/// By what share of it the upper end is above the lower.
double gap(double from, double to) { return (to - from) / to; }

/// The outermost rate of all, and how often a step went further out than those before it.
struct Outermost {
  double rate_per_s = 0;
  int times = 0;
};

Outermost outermost(const std::vector<RateStep>& steps, const std::function<bool(double, double)>& is_further) {
  Outermost found;
  for (const RateStep& step : steps)
    if (found.times == 0 || is_further(step.rate_per_s, found.rate_per_s)) found = {step.rate_per_s, found.times + 1};
  return found;
}

double factor(const SearchPlan& plan, int times) { return 1 + std::min(1.0, plan.spread * std::pow(2, times - 1)); }

std::optional<double> lower(const SearchPlan& plan, const std::vector<RateStep>& steps) {
  const auto [lowest, times] = outermost(steps, std::less<>());
  if (lowest <= plan.lowest_per_s) return std::nullopt;
  return std::max(plan.lowest_per_s, readable(lowest / factor(plan, times)));
}

std::optional<double> higher(const SearchPlan& plan, const std::vector<RateStep>& steps) {
  const auto [highest, times] = outermost(steps, std::greater<>());
  if (highest >= plan.highest_per_s) return std::nullopt;
  return std::min(plan.highest_per_s, readable(highest * factor(plan, times)));
}

/// What could not be decided is not looked at again, so the wider of the gaps beside it is halved.
std::optional<double> between(const RateRange& range) {
  double from = *range.met, to = *range.not_met;
  if (!range.unclear.empty()) {
    const double first = range.unclear.front(), last = range.unclear.back();
    if (gap(from, first) >= gap(last, to))
      to = first;
    else
      from = last;
  }
  if (gap(from, to) <= (range.unclear.empty() ? narrow_share : unclear_share)) return std::nullopt;
  return readable((from + to) / 2);
}

bool is_long(const SearchPlan& plan, const RateStep& step) {
  return step.seconds >= plan.seconds_at(step.rate_per_s, true);
}

/// Whether no long step was taken within those rates.
bool are_short(const SearchPlan& plan, const std::vector<RateStep>& steps, double from, double to) {
  return std::none_of(steps.begin(), steps.end(), [&](const RateStep& step) {
    return is_long(plan, step) && step.rate_per_s >= from && step.rate_per_s <= to;
  });
}

/// An end of a narrow bracket that only a short step speaks for may be a mistake: a long one just outside of it tells.
std::optional<double> beside_the_ends(const SearchPlan& plan, const std::vector<RateStep>& steps,
                                      const RateRange& range) {
  const double met = *range.met, not_met = *range.not_met;
  if (are_short(plan, steps, met * (1 - unclear_share), met)) return readable(met * (1 - narrow_share));
  if (are_short(plan, steps, not_met, not_met * (1 + unclear_share))) return readable(not_met * (1 + narrow_share));
  return std::nullopt;
}

/// Where chance leaves a wide range, further long steps, each in the widest gap, tell where in it the rate likely is.
std::optional<double> among_unclear(const SearchPlan& plan, const std::vector<RateStep>& steps,
                                    const RateRange& range) {
  const auto long_ones = std::count_if(steps.begin(), steps.end(), [&](const RateStep& s) { return is_long(plan, s); });
  if (long_ones >= enough_long || gap(*range.met, *range.not_met) <= wide_share) return std::nullopt;
  std::set<double> rates;
  for (const RateStep& step : steps)
    if (step.rate_per_s >= *range.met && step.rate_per_s <= *range.not_met) rates.insert(step.rate_per_s);
  double from = *range.met, to = from;
  for (auto next = std::next(rates.begin()); next != rates.end(); ++next)
    if (gap(*std::prev(next), *next) > gap(from, to)) from = *std::prev(next), to = *next;
  if (gap(from, to) <= least_gap) return std::nullopt;
  return readable((from + to) / 2);
}

std::optional<double> next_rate(const SearchPlan& plan, const std::vector<RateStep>& steps, const RateRange& range) {
  if (steps.empty()) return readable(std::clamp(plan.first_per_s, plan.lowest_per_s, plan.highest_per_s));
  if (steps.back().hopeless) return std::nullopt;
  if (!range.met) return lower(plan, steps);
  if (range.invalid) return std::nullopt;
  if (!range.not_met) return higher(plan, steps);
  if (const auto inside = between(range)) return inside;
  return range.unclear.empty() ? beside_the_ends(plan, steps, range) : among_unclear(plan, steps, range);
}

/// What a step says, unless a longer one says otherwise: at a rate that was met no lower one can be too much.
RateVerdict verdict_of(const RateStep& step, const std::vector<RateStep>& steps) {
  const auto refutes = [&](const RateStep& other) {
    if (other.seconds <= step.seconds || other.verdict == step.verdict || other.verdict == RateVerdict::invalid)
      return false;
    return step.verdict == RateVerdict::met ? other.rate_per_s <= step.rate_per_s : other.rate_per_s >= step.rate_per_s;
  };
  const bool decided = step.verdict == RateVerdict::met || step.verdict == RateVerdict::not_met;
  return decided && std::any_of(steps.begin(), steps.end(), refutes) ? RateVerdict::undecided : step.verdict;
}

bool is_near(const RateRange& range) {
  return range.met && range.not_met && gap(*range.met, *range.not_met) <= near_share;
}

}  // namespace

double SearchPlan::seconds_at(double rate_per_s, bool near) const {
  const double wanted = std::clamp(wanted_requests / rate_per_s, least_short_s, most_short_s);
  return std::ceil(std::max(near ? edge_s : short_s.value_or(wanted), needed_requests / rate_per_s));
}

RateRange range_of(const std::vector<RateStep>& steps) {
  RateRange range;
  for (const RateStep& step : steps)
    if (verdict_of(step, steps) == RateVerdict::not_met)
      range.not_met = std::min(range.not_met.value_or(step.rate_per_s), step.rate_per_s);
  const double end = range.not_met.value_or(std::numeric_limits<double>::infinity());
  for (const RateStep& step : steps)
    if (verdict_of(step, steps) == RateVerdict::met && step.rate_per_s < end)
      range.met = std::max(range.met.value_or(0), step.rate_per_s);
  for (const RateStep& step : steps) {
    if (step.rate_per_s < range.met.value_or(0) || step.rate_per_s > end) continue;
    const RateVerdict verdict = verdict_of(step, steps);
    if (verdict == RateVerdict::invalid && !range.not_met)
      range.invalid = std::min(range.invalid.value_or(step.rate_per_s), step.rate_per_s);
    else if (verdict == RateVerdict::undecided || verdict == RateVerdict::invalid)
      range.unclear.push_back(step.rate_per_s);
  }
  std::sort(range.unclear.begin(), range.unclear.end());
  return range;
}

std::optional<Probe> next_probe(const SearchPlan& plan, const std::vector<RateStep>& steps) {
  const RateRange range = range_of(steps);
  const auto rate = next_rate(plan, steps, range);
  if (!rate) return std::nullopt;
  double taken = 0;
  for (const RateStep& step : steps) taken += step.seconds;
  const bool near = is_near(range);
  const double seconds = plan.seconds_at(*rate, near);
  if (taken + seconds > plan.most_s) return std::nullopt;
  return Probe{*rate, seconds, near};
}

std::vector<RateStep> search_highest_rate(const SearchPlan& plan,
                                          const std::function<std::optional<RateStep>(const Probe&)>& measure) {
  std::vector<RateStep> steps;
  while (const auto probe = next_probe(plan, steps)) {
    auto step = measure(*probe);
    if (!step) break;
    steps.push_back(std::move(*step));
  }
  return steps;
}

}  // namespace hundred::loadtest
