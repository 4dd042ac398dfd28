#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "loadtest/find_max/found.hpp"

namespace hundred::loadtest {

/// How the highest rate is looked for. Rates are requests per second, times seconds.
struct SearchPlan {
  double first_per_s = 10;
  /// While there is no bracket, the next rate is so great a share higher, or lower by as much; doubled each further
  /// time, up to 1.
  double spread = 1;
  double lowest_per_s = 1;  ///< no rate below it is tried
  double highest_per_s = 10'000'000;
  double wanted_requests = 10'000;  ///< of a short step, if they come within 2 to 20 s
  double needed_requests = 0;       ///< of every step, however long that takes
  std::optional<double> short_s;    ///< how long a short step takes; nothing: 2 to 20 s
  double edge_s = 60;               ///< how long a step takes once the bracket is within 25 %
  double most_s = 1800;             ///< all steps together

  /// @param near  whether the bracket is within 25 %
  double seconds_at(double rate_per_s, bool near) const;
};

/// A rate to be measured.
struct Probe {
  double rate_per_s = 0;
  double seconds = 0;
  bool near = false;  ///< the bracket is within 25 %
};

/// What the steps so far say of the highest rate. A step that a longer one contradicts, at a higher rate that was met
/// or at a lower one that was not, counts as undecided.
struct RateRange {
  std::optional<double> met;      ///< the highest that was met, below `not_met`
  std::optional<double> not_met;  ///< the lowest that was not
  std::vector<double> unclear;    ///< between the two: those that could not be decided, ascending
  std::optional<double> invalid;  ///< the lowest at which the load tool was the limit, if none was not met
};
RateRange range_of(const std::vector<RateStep>& steps);

/// The rate to measure after those: bracketing, then bisection until what is met and what is not are 2.5 % apart, or
/// each 4 % from what could not be decided; then, where a short step alone speaks for an end, a long one just outside
/// of it, or, where much could not be decided, more of them up to eight long ones. Never one that was measured.
/// @returns nothing if the search is at its end.
std::optional<Probe> next_probe(const SearchPlan& plan, const std::vector<RateStep>& steps);

/// Measures one rate after the other. @param measure  @returns nothing to break the search off
/// @returns the steps, in their order
std::vector<RateStep> search_highest_rate(const SearchPlan& plan,
                                          const std::function<std::optional<RateStep>(const Probe&)>& measure);

}  // namespace hundred::loadtest
