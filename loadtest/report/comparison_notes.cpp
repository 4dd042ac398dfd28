#include "loadtest/report/comparison_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "loadtest/report/comparison_cells.hpp"

namespace hundred::loadtest {
namespace {

constexpr double far_from_theory_percent = 10;
/// Below this a burst's time is mostly that of sending it.
constexpr double least_judged_ms = 10;

bool tested(const Entries& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [](const Entry* row) { return row->rounds.size() >= least_rounds_to_test; });
}

Entries flat(const std::vector<Entries>& groups) {
  Entries rows;
  for (const Entries& group : groups) rows.insert(rows.end(), group.begin(), group.end());
  return rows;
}

/// "worker-pool 0.64-0.71 s" if its rounds are 3 % or more apart.
std::string range_of(const Entry& entry, const LoadFacts& load) {
  const std::vector<double> slow = slownesses(entry);
  const auto [least, most] = std::minmax_element(slow.begin(), slow.end());
  if (!std::isfinite(*most) || (*most / *least - 1) * 100 < least_difference_percent) return {};
  if (load.burst()) return entry.mode + " " + span_text(*least, *most);
  return fmt::format("{} {}-{}/s", entry.mode, rate_text(1 / *most), rate_text(1 / *least));
}

std::string ranges(const Entries& rows, const LoadFacts& load) {
  std::vector<std::string> wide;
  std::size_t several = 0;
  for (const Entry* row : rows) {
    if (row->rounds.size() < 2) continue;
    ++several;
    if (std::string range = range_of(*row, load); !range.empty()) wide.push_back(std::move(range));
  }
  if (several == 0) return {};
  if (wide.empty()) return "The rounds of each row lie within 3 %. ";
  return fmt::format("Range of the rounds: {}{}. ", fmt::join(wide, ", "),
                     wide.size() < several ? "; others within 3 %" : "");
}

/// "hybrid, worker-pool (p = 0.42), prefork (1.2 % apart)".
std::string alike(const Entries& group, bool with_p) {
  std::string text = group.front()->mode;
  for (std::size_t i = 1; i < group.size(); ++i) {
    text += ", " + group[i]->mode;
    if (!with_p) continue;
    const Difference found = difference(*group.front(), *group[i]);
    const bool small = found.percent && std::abs(*found.percent) < least_difference_percent;
    text += small ? fmt::format(" ({:.1f} % apart)", *found.percent) : fmt::format(" (p = {:.2g})", found.p.value());
  }
  return text;
}

std::string differences(const std::vector<Entries>& groups) {
  std::vector<std::string> same;
  const Entries rows = flat(groups);
  if (rows.size() < 2) return {};
  const bool with_p = tested(rows);
  for (const Entries& group : groups)
    if (group.size() > 1) same.push_back(alike(group, with_p));
  const std::string none = fmt::format("o difference seen: {}. ", fmt::join(same, "; "));
  if (!with_p) return same.empty() ? "" : "N" + none;
  double most = 0;
  for (std::size_t i = 1; i < groups.size(); ++i)
    most = std::max(most, difference(*groups[i - 1].front(), *groups[i].front()).p.value());
  const std::string rest =
      groups.size() > 1 ? fmt::format("{} differ (p <= {:.2g}). ", same.empty() ? "all rows" : "All others", most) : "";
  return "Exact Mann-Whitney test of the rounds, at 1 %: " + (same.empty() ? rest : "n" + none + rest);
}

/// By so many percent; nothing if it is near, or cannot be said.
std::optional<double> off_theory(const Entry& entry) {
  if (!entry.prediction) return std::nullopt;
  const auto& [work, cpus, burst, steps, loop] = *entry.prediction;
  double measured = 0;
  Bounds theory;
  if (burst) {
    measured = all_ms(entry).value_or(0);
    theory = burst->all_ms;
    if (theory.least < least_judged_ms) return std::nullopt;
  } else if (loop) {
    measured = throughput_per_s(entry).value_or(0);
    // What computes and waits may do less than the bound.
    theory = {work.kind() == Work::Kind::mixed ? 0 : loop->throughput_per_s, loop->throughput_per_s};
  }
  if (measured <= 0) return std::nullopt;
  const double near = std::clamp(measured, theory.least, theory.most);
  const double percent = (measured / near - 1) * 100;
  return std::abs(percent) > far_from_theory_percent ? std::optional(percent) : std::nullopt;
}

std::string far_from_theory(const Entries& rows) {
  std::vector<std::string> found;
  for (const Entry* row : rows)
    if (const auto percent = off_theory(*row)) found.push_back(fmt::format("{} {:+.0f} %", row->mode, *percent));
  return found.empty() ? "" : fmt::format("Off theory by over 10 %: {}. ", fmt::join(found, ", "));
}

std::string name_of(const Entry& entry, const Contest& contest, const Comparison& comparison) {
  for (const Contest& other : comparison.contests)
    if (other.keep_alive != contest.keep_alive) return fmt::format("{} ({})", entry.mode, contest.keep_alive);
  return entry.mode;
}

/// Requests without a good answer, in all rounds.
std::string missing(const Entry& entry, const std::string& name, const Style& style) {
  std::uint64_t sent = 0, ok = 0;
  for (const Report& round : entry.rounds) {
    sent += round.counts.sent;
    ok += round.counts.ok;
  }
  if (sent == ok) return {};
  return style.failure(fmt::format("  {}: {} of {} requests have no good answer", name, sent - ok, sent)) + "\n";
}

std::string incomplete(const Entry& entry, const std::string& name, std::uint64_t repeats) {
  const std::size_t rounds = entry.rounds.size();
  if (rounds == 0 || rounds == repeats) return {};
  return fmt::format("  {}: of {} round{} only\n", name, rounds, rounds == 1 ? "" : "s");
}

/// Rounds whose figures cannot be believed, or not without care.
std::string unbelievable(const Entry& entry, const std::string& name, const Style& style) {
  const auto worst = verdict_of(entry);
  if (!worst || *worst == Verdict::valid) return {};
  std::string reason;
  std::size_t count = 0;
  for (const Report& round : entry.rounds) {
    if (round.validity.verdict != *worst) continue;
    ++count;
    for (const Check& check : round.validity.checks)
      if (check.verdict == *worst) reason = check.words;
  }
  const std::string head =
      fmt::format("{}: {} in {} of {} round{}:", name, *worst == Verdict::invalid ? "invalid" : "suspect", count,
                  entry.rounds.size(), entry.rounds.size() == 1 ? "" : "s");
  std::string text = wrapped(head + " " + reason);
  return text.replace(text.find(head), head.size(), style.failure(head));
}

}  // namespace

std::string statistics_notes(const LoadFacts& load, const std::vector<Entries>& groups) {
  const Entries rows = flat(groups);
  return wrapped((tested(rows) ? "" : ranges(rows, load)) + differences(groups) + far_from_theory(rows));
}

std::string doubts(const Contest& contest, const Comparison& comparison, const Style& style) {
  std::string text;
  for (const Entry& entry : contest.entries) {
    const std::string name = name_of(entry, contest, comparison);
    text +=
        incomplete(entry, name, comparison.repeats) + missing(entry, name, style) + unbelievable(entry, name, style);
  }
  return text;
}

std::string policy_notes(const Contest& one, const Contest& other) {
  std::vector<std::string> slower, same;
  for (std::size_t i = 0; i < std::min(one.entries.size(), other.entries.size()); ++i) {
    const Difference found = difference(one.entries[i], other.entries[i]);
    const std::string& mode = one.entries[i].mode;
    if (found.seen == Difference::Seen::no) same.push_back(mode);
    if (found.seen == Difference::Seen::no || !found.percent) continue;
    slower.push_back(
        fmt::format("{} {:+.0f} %{}", mode, *found.percent, found.p ? fmt::format(" (p = {:.2g})", *found.p) : ""));
  }
  std::string text;
  if (!slower.empty())
    text = fmt::format("Time with {} beside {}: {}. ", other.keep_alive, one.keep_alive, fmt::join(slower, ", "));
  if (!same.empty())
    text += fmt::format("No difference seen between {} and {}: {}. ", one.keep_alive, other.keep_alive,
                        fmt::join(same, ", "));
  return wrapped(text);
}

std::string validity_of_rows(const Comparison& comparison) {
  constexpr std::array<const char*, 4> words{"valid", "suspect", "invalid", "failed"};
  std::array<std::size_t, words.size()> counts{};
  std::size_t rows = 0;
  for (const Contest& contest : comparison.contests)
    for (const Entry& entry : contest.entries) {
      const auto verdict = verdict_of(entry);
      ++counts.at(verdict ? static_cast<std::size_t>(*verdict) : words.size() - 1);
      ++rows;
    }
  if (counts[0] == rows) return rows == 1 ? "the one row: valid" : fmt::format("all {} rows: valid", rows);
  std::size_t said = 0;
  for (std::size_t i = 1; i < words.size(); ++i)
    if (counts[0] + counts[i] == rows) said = i;
  return fmt::format("{} of {} row{}: {}", counts[said], rows, rows == 1 ? "" : "s", words[said]);
}

bool all_rows_are_valid(const Comparison& comparison) {
  for (const Contest& contest : comparison.contests)
    for (const Entry& entry : contest.entries)
      if (verdict_of(entry) != Verdict::valid) return false;
  return true;
}

}  // namespace hundred::loadtest
