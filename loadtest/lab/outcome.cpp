#include "loadtest/lab/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loadtest/report/json.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

constexpr double much_for_others = 0.2;

/// The median of what the step's runs have there; nothing if one of them has no number.
std::optional<double> number_at(const Place& place, const StepResults& steps) {
  std::vector<double> numbers;
  for (const Json& run : steps.at(place.step).runs) {
    if (!run.contains(place.at) || !run.at(place.at).is_number()) return std::nullopt;
    numbers.push_back(run.at(place.at).get<double>());
  }
  return median(std::move(numbers));
}

std::optional<double> number_of(const Figure& figure, const StepResults& steps) {
  const auto first = number_at(figure.of, steps);
  if (figure.operation == Figure::Operation::none || !first) return first;
  const auto* place = std::get_if<Place>(&figure.other);
  const auto second = place ? number_at(*place, steps) : std::get<double>(figure.other);
  if (!second) return std::nullopt;
  if (figure.operation == Figure::Operation::difference) return *first - *second;
  return *second == 0 ? std::nullopt : std::optional(*first / *second);
}

double others_cpus(const Figure& figure, const StepResults& steps) {
  const double others = steps.at(figure.of.step).others_cpus;
  const auto* place = std::get_if<Place>(&figure.other);
  return place == nullptr ? others : std::max(others, steps.at(place->step).others_cpus);
}

/// The bound of the most CPUs that are there.
std::optional<double> bound_for(const Bound& bound, std::uint64_t cpus) {
  const auto beyond = bound.upper_bound(cpus);
  return beyond == bound.begin() ? std::nullopt : std::optional(std::prev(beyond)->second);
}

Judged judge_exactly(const Expectation& expectation, const StepResults& steps) {
  Judged judged;
  judged.conclusion = Conclusion::as_expected;
  for (const Json& run : steps.at(expectation.figure.of.step).runs) {
    const bool has = run.contains(expectation.figure.of.at);
    judged.measured = has ? std::optional(run.at(expectation.figure.of.at)) : std::nullopt;
    if (judged.measured == expectation.exactly) continue;
    judged.conclusion = Conclusion::not_as_expected;
    break;
  }
  return judged;
}

}  // namespace

Json StepRun::json() const { return report ? to_json(*report) : Json{{"answers", answers}}; }

StepResults results_of(const std::vector<StepRun>& runs) {
  StepResults results;
  std::map<std::string, std::vector<double>> others;
  for (const StepRun& run : runs) {
    results[run.step].runs.push_back(run.json());
    others[run.step].push_back(run.others_cpus.value_or(0));
  }
  for (auto& [step, figures] : results) figures.others_cpus = *median(others[step]);
  return results;
}

Judged judge(const Expectation& expectation, const StepResults& steps, std::uint64_t cpus) {
  if (expectation.exactly) return judge_exactly(expectation, steps);
  const auto number = number_of(expectation.figure, steps);
  Judged judged{Conclusion::not_as_expected,
                {},
                others_cpus(expectation.figure, steps),
                bound_for(expectation.at_least, cpus),
                bound_for(expectation.at_most, cpus)};
  if (number) judged.measured = *number;
  const bool unbounded =
      (!expectation.at_least.empty() && !judged.at_least) || (!expectation.at_most.empty() && !judged.at_most);
  const bool met =
      number && *number >= judged.at_least.value_or(*number) && *number <= judged.at_most.value_or(*number);
  const bool disturbed = expectation.computes && number && judged.others_cpus > much_for_others;
  if (unbounded || (disturbed && !met))
    judged.conclusion = Conclusion::not_shown;
  else if (met)
    judged.conclusion = Conclusion::as_expected;
  return judged;
}

std::string complaint(const Step& step, const Report& report) {
  const Counts& counts = report.counts;
  if (!step.may_fail && counts.ok < counts.sent)
    return fmt::format("{}: {} of {} requests have no good answer", step.id, counts.sent - counts.ok, counts.sent);
  if (step.may_be_invalid || report.validity.verdict != Verdict::invalid) return {};
  return fmt::format("{}: the run is invalid: {}", step.id, worst_words(report.validity));
}

bool LabRun::as_expected() const {
  return !interrupted && complaints.empty() && std::none_of(judged.begin(), judged.end(), [](const Judged& j) {
    return j.conclusion == Conclusion::not_as_expected;
  });
}

}  // namespace hundred::loadtest
