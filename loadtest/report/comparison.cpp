#include "loadtest/report/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {

bool Comparison::has_rounds() const {
  for (const Contest& contest : contests)
    for (const Entry& entry : contest.entries)
      if (!entry.rounds.empty()) return true;
  return false;
}

std::optional<double> median(const Entry& entry, const std::function<std::optional<double>(const Report&)>& figure) {
  if (entry.rounds.empty()) return std::nullopt;
  std::vector<double> values;
  for (const Report& round : entry.rounds)
    values.push_back(figure(round).value_or(std::numeric_limits<double>::infinity()));
  std::sort(values.begin(), values.end());
  const double middle = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
  return std::isfinite(middle) ? std::optional(middle) : std::nullopt;
}

const Report* middle_round(const Entry& entry) {
  std::vector<const Report*> rounds;
  for (const Report& round : entry.rounds) rounds.push_back(&round);
  if (rounds.empty()) return nullptr;
  const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>((rounds.size() - 1) / 2);
  std::nth_element(rounds.begin(), middle, rounds.end(),
                   [](const Report* a, const Report* b) { return slowness(*a) < slowness(*b); });
  return *middle;
}

}  // namespace hundred::loadtest
