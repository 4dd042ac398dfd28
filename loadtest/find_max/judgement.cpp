#include "loadtest/find_max/judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "loadtest/report/statistics.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t slice_count = 20;
constexpr double students_t = 1.729;  // of 19 degrees of freedom: 5 % lie above it
constexpr double least_above = 50;
constexpr std::size_t least_for_mean = 10 * slice_count;

/// How far the mean of `value` over all requests may be off, either way.
double uncertainty(const std::vector<TimedResponse>& responses, double seconds,
                   const std::function<double(double)>& value) {
  struct Slice {
    double count = 0, sum = 0;
  };
  std::array<Slice, slice_count> slices{};
  Slice all;
  for (const TimedResponse& response : responses) {
    const double at = response.due_s / seconds * slice_count;
    Slice& slice = slices[static_cast<std::size_t>(std::clamp(at, 0.0, slice_count - 1.0))];
    ++slice.count;
    slice.sum += value(response.ms);
    ++all.count;
    all.sum += value(response.ms);
  }
  double squares = 0;
  for (const Slice& slice : slices) squares += std::pow(slice.sum - all.sum / all.count * slice.count, 2);
  return students_t * std::sqrt(squares * slice_count / (slice_count - 1)) / all.count;
}

Bounds bounds_of_mean(const std::vector<TimedResponse>& responses, double seconds) {
  double sum = 0;
  for (const TimedResponse& response : responses) sum += response.ms;
  const double mean = sum / static_cast<double>(responses.size());
  const double off = uncertainty(responses, seconds, [](double ms) { return ms; });
  return {mean - off, mean + off};
}

Bounds bounds_of_percentile(double quantile, const std::vector<TimedResponse>& responses, double seconds) {
  std::vector<double> sorted;
  for (const TimedResponse& response : responses) sorted.push_back(response.ms);
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double share) {
    return sorted[client::nearest_rank(std::clamp(share, 0.0, 1.0), sorted.size()) - 1];
  };
  const double estimate = at(quantile);
  const double off = uncertainty(responses, seconds, [&](double ms) { return ms > estimate ? 1.0 : 0.0; });
  return {at(quantile - off), at(quantile + off)};
}

RateVerdict verdict_of(const Threshold& threshold, const LimitAtRate& limit) {
  if (!limit.result.measured) return RateVerdict::undecided;
  const bool met = limit.result.met;
  if (limit.likely && (keeps(threshold, limit.likely->least) != met || keeps(threshold, limit.likely->most) != met))
    return RateVerdict::undecided;
  return met ? RateVerdict::met : RateVerdict::not_met;
}

RateVerdict worst(const std::vector<LimitAtRate>& limits) {
  const auto any = [&](RateVerdict verdict) {
    return std::any_of(limits.begin(), limits.end(), [&](const LimitAtRate& l) { return l.verdict == verdict; });
  };
  return any(RateVerdict::not_met)     ? RateVerdict::not_met
         : any(RateVerdict::undecided) ? RateVerdict::undecided
                                       : RateVerdict::met;
}

/// At most one request was there at a time, on average, and the fastest was too slow. (A line that grows from the
/// start makes all of them slow.)
bool too_slow_alone(const Threshold& threshold, const Report& report) {
  const auto fastest = report.response.figure("min"), mean = report.response.figure("mean");
  return threshold.below && is_latency(threshold.figure) && fastest && !keeps(threshold, *fastest) &&
         report.load.rate_per_s.value_or(0) * *mean <= 1e3;
}

std::optional<Breakdown> late_answers(const std::vector<Threshold>& limits, const Report& report) {
  for (const Threshold& limit : limits)
    for (const Breakdown& breakdown : report.breakdowns)
      if (breakdown.at == limit.figure) return breakdown;
  return report.breakdown;
}

/// A load tool that was late has made response times longer: what keeps the limits all the same, keeps them.
bool is_invalid(const Report& report, RateVerdict by_limits) {
  const auto matters = [&](const Check& check) {
    const bool lateness = check.name == "send_lag" || check.name == "little";
    return check.verdict == Verdict::invalid && (!lateness || by_limits != RateVerdict::met);
  };
  return std::any_of(report.validity.checks.begin(), report.validity.checks.end(), matters);
}

/// What is not up to the limits.
void judge_circumstances(const Report& report, RateStep& step) {
  const Counts& counts = report.counts;
  if (counts.ok == 0) {
    step.verdict = RateVerdict::not_met;
    step.remark = "no request had a good answer";
    step.hopeless = counts.timed_out + counts.unanswered == 0;
  } else if (is_invalid(report, step.verdict)) {
    step.verdict = RateVerdict::invalid;
    step.remark = worst_words(report.validity);
  } else if (report.most_waiting > 1) {
    step.verdict = RateVerdict::not_met;
    step.remark = fmt::format("all {} connections were busy, and {} requests waited for one (--users)",
                              report.load.users, report.most_waiting);
  }
}

}  // namespace

std::vector<TimedResponse> timed_responses(const client::Recording& recording) {
  std::vector<TimedResponse> responses;
  responses.reserve(recording.samples.size());
  for (const client::Sample& sample : recording.samples)
    responses.push_back({static_cast<double>(sample.planned - recording.counted_from) / 1e9,
                         static_cast<double>(sample.response_time()) / 1e6,
                         static_cast<double>(sample.send_lag()) / 1e6});
  return responses;
}

std::optional<Bounds> likely_bounds(const std::string& figure, const std::vector<TimedResponse>& responses,
                                    double seconds) {
  const auto count = static_cast<double>(responses.size());
  if (figure == "mean" && responses.size() >= least_for_mean) return bounds_of_mean(responses, seconds);
  for (const auto& [name, quantile] : percentiles())
    if (name == figure && count * (1 - quantile) >= least_above)
      return bounds_of_percentile(quantile, responses, seconds);
  return std::nullopt;
}

RateStep judge_rate(const std::vector<Threshold>& limits, const Report& report,
                    const std::vector<TimedResponse>& responses) {
  RateStep step;
  step.rate_per_s = report.load.rate_per_s.value_or(0);
  step.seconds = report.load.duration_ms.value_or(0) / 1e3;
  step.users = report.load.users;
  step.counts = report.counts;
  step.response = report.response;
  step.late = late_answers(limits, report);
  if (report.validity.verdict != Verdict::valid) step.suspicion = worst_words(report.validity);
  for (const Threshold& threshold : limits) {
    LimitAtRate limit{
        threshold.figure, judge(threshold, report), likely_bounds(threshold.figure, responses, step.seconds), {}};
    limit.verdict = verdict_of(threshold, limit);
    step.limits.push_back(std::move(limit));
    step.hopeless = step.hopeless || too_slow_alone(threshold, report);
  }
  step.verdict = worst(step.limits);
  judge_circumstances(report, step);
  return step;
}

}  // namespace hundred::loadtest
