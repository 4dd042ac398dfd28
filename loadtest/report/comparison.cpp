#include "loadtest/report/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "loadtest/report/rank_test.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

std::optional<double> slowness_figure(const Report& round) { return slowness(round); }

std::optional<double> median_slowness(const Entry& entry) { return median(entry, slowness_figure); }

std::optional<double> half_answered(const Entry& entry) {
  return median(entry, [](const Report& r) { return r.answered ? r.answered->half_ms : std::nullopt; });
}

/// From the least to the greatest, who has none last. All entries stand in one vector, so pointers keep the order of
/// those that have the same.
void sort_by(Entries& entries, std::optional<double> (*figure)(const Entry&)) {
  const auto place = [figure](const Entry* entry) {
    return std::pair(figure(*entry).value_or(std::numeric_limits<double>::infinity()), entry);
  };
  std::sort(entries.begin(), entries.end(), [&](const Entry* a, const Entry* b) { return place(a) < place(b); });
}

}  // namespace

bool Comparison::has_rounds() const {
  for (const Contest& contest : contests)
    for (const Entry& entry : contest.entries)
      if (!entry.rounds.empty()) return true;
  return false;
}

std::vector<double> figures_of(const Entry& entry, const RoundFigure& figure) {
  std::vector<double> values;
  for (const Report& round : entry.rounds)
    values.push_back(figure(round).value_or(std::numeric_limits<double>::infinity()));
  return values;
}

std::optional<double> median(const Entry& entry, const RoundFigure& figure) {
  if (entry.rounds.empty()) return std::nullopt;
  std::vector<double> values = figures_of(entry, figure);
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

std::vector<double> slownesses(const Entry& entry) { return figures_of(entry, slowness_figure); }

std::optional<Verdict> verdict_of(const Entry& entry) {
  if (entry.rounds.empty()) return std::nullopt;
  Verdict worst = Verdict::valid;
  for (const Report& round : entry.rounds) worst = std::max(worst, round.validity.verdict);
  return worst;
}

Difference difference(const Entry& one, const Entry& other, const RoundFigure& figure) {
  Difference found;
  const auto a = median(one, figure), b = median(other, figure);
  if (a && b && *a > 0) found.percent = (*b / *a - 1) * 100;
  if (std::min(one.rounds.size(), other.rounds.size()) >= least_rounds_to_test)
    found.p = mann_whitney(figures_of(one, figure), figures_of(other, figure));
  found.seen = seen_of(found.percent, found.p);
  return found;
}

Difference difference(const Entry& one, const Entry& other) { return difference(one, other, slowness_figure); }

Difference::Seen seen_of(const std::optional<double>& percent, const std::optional<double>& p) {
  if (percent && std::abs(*percent) < least_difference_percent) return Difference::Seen::no;
  if (!p) return Difference::Seen::untested;
  return *p <= significance ? Difference::Seen::yes : Difference::Seen::no;
}

std::vector<Entries> ranked(const Contest& contest) {
  Entries entries;
  for (const Entry& entry : contest.entries)
    if (!entry.rounds.empty()) entries.push_back(&entry);
  sort_by(entries, median_slowness);
  std::vector<Entries> groups;
  for (const Entry* entry : entries)
    if (groups.empty() || difference(*groups.back().front(), *entry).seen != Difference::Seen::no)
      groups.push_back({entry});
    else
      groups.back().push_back(entry);
  return groups;
}

Entries rows_of(const Contest& contest, const std::vector<Entries>& groups) {
  Entries rows;
  for (Entries group : groups) {
    sort_by(group, half_answered);
    rows.insert(rows.end(), group.begin(), group.end());
  }
  for (const Entry& entry : contest.entries)
    if (entry.rounds.empty()) rows.push_back(&entry);
  return rows;
}

}  // namespace hundred::loadtest
