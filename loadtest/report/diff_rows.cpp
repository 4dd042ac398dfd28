#include "loadtest/report/diff_rows.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "loadtest/report/rank_test.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::array<const char*, 3> percentile_names{"p50", "p95", "p99"};
constexpr const char* total = "total";

std::optional<double> all_answered(const Report& round) {
  return round.answered ? round.answered->all_ms : std::nullopt;
}

/// None is the worst that a loop can have.
std::optional<double> answers(const Report& round) { return round.throughput_per_s.value_or(0); }

std::optional<double> part_of(const Report& round, const std::string& name) {
  if (!round.breakdown) return std::nullopt;
  if (name == total) return round.breakdown->total_ms;
  for (const auto& [part, ms] : round.breakdown->parts)
    if (part == name) return ms;
  return 0;
}

/// Nothing of one of the two lies between rounds of the other.
bool lie_apart(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || b.empty()) return false;
  const auto [a_least, a_most] = std::minmax_element(a.begin(), a.end());
  const auto [b_least, b_most] = std::minmax_element(b.begin(), b.end());
  return *a_most < *b_least || *b_most < *a_least;
}

Change change_of(std::string name, const Entry& before, const Entry& after, const RoundFigure& figure) {
  Change change{std::move(name), median(before, figure), median(after, figure), false, false};
  change.apart = lie_apart(figures_of(before, figure), figures_of(after, figure));
  return change;
}

std::vector<Change> percentiles_of(const Entry& before, const Entry& after) {
  std::vector<Change> changes;
  for (const char* name : percentile_names) {
    Change change = change_of(std::string(name) + "_ms", before, after,
                              [name](const Report& r) { return r.response.figure(name); });
    if (change.before && change.after) changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<Change> parts_of(const Entry& before, const Entry& after) {
  std::vector<std::string> names{total};
  for (const Entry* entry : {&before, &after})
    for (const Report& round : entry->rounds)
      if (round.breakdown)
        for (const auto& [part, ms] : round.breakdown->parts)
          if (std::find(names.begin(), names.end(), part) == names.end()) names.push_back(part);
  std::vector<Change> changes;
  for (const std::string& name : names)
    changes.push_back(change_of(name, before, after, [&name](const Report& r) { return part_of(r, name); }));
  return changes;
}

std::uint64_t missing_answers(const Entry& entry) {
  std::uint64_t missing = 0;
  for (const Report& round : entry.rounds) missing += round.counts.sent - round.counts.ok;
  return missing;
}

}  // namespace

std::optional<double> Change::percent() const {
  if (!before || !after || *before <= 0) return std::nullopt;
  return (*after / *before - 1) * 100;
}

std::optional<double> Change::worse_percent() const {
  if (before && !after) return std::numeric_limits<double>::infinity();
  const auto greater = percent();
  return greater && more_is_better ? -*greater : greater;
}

DiffRow compared(const Entry& before, const Entry& after, bool burst) {
  const RoundFigure figure = burst ? all_answered : answers;
  DiffRow row;
  row.mode = after.mode;
  row.rounds_before = before.rounds.size();
  row.rounds_after = after.rounds.size();
  row.decisive = change_of(burst ? "all_ms" : "throughput_per_s", before, after, figure);
  row.decisive.more_is_better = !burst;
  row.percentiles = percentiles_of(before, after);
  row.parts = parts_of(before, after);
  row.missing_before = missing_answers(before);
  row.missing_after = missing_answers(after);
  row.p = difference(before, after, figure).p;
  return row;
}

void judge(std::vector<DiffRow>& rows) {
  std::vector<double> found;
  for (DiffRow& row : rows) {
    if (static_cast<double>(rows.size()) * least_mann_whitney(row.rounds_before, row.rounds_after) > significance)
      row.p.reset();
    if (row.p) found.push_back(*row.p);
  }
  const std::vector<double> corrected = holm(found);
  auto next = corrected.begin();
  for (DiffRow& row : rows) {
    if (row.p) row.p = *next++;
    row.seen = seen_of(row.decisive.percent(), row.p);
  }
}

std::size_t rounds_to_tell(std::size_t rows) {
  std::size_t rounds = least_rounds_to_test;
  while (static_cast<double>(rows) * least_mann_whitney(rounds, rounds) > significance) ++rounds;
  return rounds;
}

}  // namespace hundred::loadtest
