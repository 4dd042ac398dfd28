#include "loadtest/report/diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "client/url.hpp"
#include "common/option_table.hpp"
#include "loadtest/report/comparison_notes.hpp"
#include "loadtest/report/diff_rows.hpp"
#include "loadtest/report/diff_words.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

Diff begun(const LoadFacts& before, const LoadFacts& after) {
  if (before.burst() != after.burst())
    throw UsageError(
        fmt::format("of the old and the new report one is a burst, the other is not, so they have no figure "
                    "in common: '{}' and '{}'",
                    before.words, after.words));
  Diff diff;
  diff.burst = before.burst();
  diff.load = before.words;
  diff.users = before.users == after.users ? before.users : 0;
  return diff;
}

Subject subject_of(const Contest& contest) { return {contest.facts.endpoint, contest.keep_alive}; }

/// One of the two may be missing, then null.
struct Pair {
  const Contest* before;
  const Contest* after;
};

const Contest* same_in(const Comparison& comparison, const Contest& contest) {
  for (const Contest& other : comparison.contests)
    if (subject_of(other) == subject_of(contest)) return &other;
  return nullptr;
}

std::vector<Pair> paired(const Comparison& before, const Comparison& after) {
  std::vector<Pair> pairs;
  std::vector<const Contest*> left;
  for (const Contest& contest : before.contests) pairs.push_back({&contest, same_in(after, contest)});
  for (const Contest& contest : after.contests)
    if (same_in(before, contest) == nullptr) left.push_back(&contest);
  const auto alone = std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.after == nullptr; });
  if (static_cast<std::size_t>(alone) != left.size()) {
    for (const Contest* contest : left) pairs.push_back({nullptr, contest});
    return pairs;
  }
  auto next = left.begin();
  for (Pair& pair : pairs)
    if (pair.after == nullptr) pair.after = *next++;
  return pairs;
}

const Entry* mode_in(const Contest* contest, const std::string& mode) {
  if (contest == nullptr) return nullptr;
  for (const Entry& entry : contest->entries)
    if (entry.mode == mode) return &entry;
  return nullptr;
}

void note_lonely(const Contest* contest, const Contest* other, std::vector<std::string>& names) {
  if (contest == nullptr) return;
  for (const Entry& entry : contest->entries)
    if (mode_in(other, entry.mode) == nullptr) names.push_back(entry.mode + " " + subject_words(subject_of(*contest)));
}

void add_rows(const Pair& pair, Diff& diff) {
  note_lonely(pair.before, pair.after, diff.only_before);
  note_lonely(pair.after, pair.before, diff.only_after);
  if (pair.before == nullptr || pair.after == nullptr) return;
  const Subject before = subject_of(*pair.before), after = subject_of(*pair.after);
  if (before != after) diff.conditions.push_back({"endpoint", "", subject_words(before), subject_words(after)});
  for (const Entry& entry : pair.before->entries) {
    const Entry* other = mode_in(pair.after, entry.mode);
    if (other == nullptr || (entry.rounds.empty() && other->rounds.empty())) continue;
    DiffRow& row = diff.rows.emplace_back(compared(entry, *other, diff.burst));
    row.before = before;
    row.after = after;
  }
}

/// When the first and the last round began. Times in ISO 8601 stand in their order.
std::optional<std::pair<std::string, std::string>> span_of(const Comparison& comparison) {
  std::vector<std::string> times;
  for (const Contest& contest : comparison.contests)
    for (const Entry& entry : contest.entries)
      for (const Report& round : entry.rounds) times.push_back(round.environment.started_at);
  if (times.empty()) return std::nullopt;
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  return first->empty() ? std::nullopt : std::optional(std::pair(*first, *last));
}

std::optional<bool> interleaved(const Comparison& before, const Comparison& after) {
  const auto a = span_of(before), b = span_of(after);
  if (!a || !b) return std::nullopt;
  return a->first < b->second && b->first < a->second;
}

DiffSide side_of(const Comparison& comparison) {
  return {"", comparison.environment.started_at, validity_of_rows(comparison), comparison.interrupted};
}

DiffSide side_of(const Report& report) {
  constexpr std::array<const char*, 3> words{"valid", "suspect: ", "invalid: "};
  const Verdict verdict = report.validity.verdict;
  std::string validity = words.at(static_cast<std::size_t>(verdict));
  if (verdict != Verdict::valid) validity += worst_words(report.validity);
  return {"", report.environment.started_at, std::move(validity), report.interrupted};
}

/// What was asked for: of a server that was started for the run without its address, which is new each time.
std::string asked(const Report& report) {
  const auto word = [&report](const std::string& url, const std::string& target) {
    return "'" + (report.mode.empty() ? url : target) + "'";
  };
  if (report.urls.empty()) return word(report.url, report.endpoint);
  std::vector<std::string> words;
  for (const UrlRow& row : report.urls) words.push_back(word(row.url, client::parse_url(row.url).target));
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::size_t Diff::count(Difference::Seen seen) const {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [seen](const DiffRow& row) { return row.seen == seen; }));
}

Diff diff_of(const Comparison& before, const Comparison& after) {
  Diff diff = begun(before.load, after.load);
  for (const Pair& pair : paired(before, after)) add_rows(pair, diff);
  if (diff.rows.empty())
    throw UsageError("the old and the new report have no endpoint in common that the same mode was measured on");
  judge(diff.rows);
  diff.before = side_of(before);
  diff.after = side_of(after);
  diff.interleaved = interleaved(before, after);
  return diff;
}

Diff diff_of(const Report& before, const Report& after) {
  Diff diff = begun(before.load, after.load);
  diff.of_runs = true;
  diff.rows = {compared({before.mode, {before}, {}}, {after.mode, {after}, {}}, diff.burst)};
  diff.rows.front().before = {before.endpoint, ""};
  diff.rows.front().after = {after.endpoint, ""};
  if (asked(before) != asked(after)) diff.conditions.push_back({"endpoint", "", asked(before), asked(after)});
  judge(diff.rows);
  diff.before = side_of(before);
  diff.after = side_of(after);
  return diff;
}

}  // namespace hundred::loadtest
