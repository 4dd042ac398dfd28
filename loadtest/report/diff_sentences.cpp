#include "loadtest/report/diff_sentences.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "loadtest/report/diff_words.hpp"
#include "loadtest/report/part_words.hpp"

namespace hundred::loadtest {
namespace {

using Seen = Difference::Seen;

/// By how many milliseconds it grew; 0 if that is not known.
double growth(const Change& change) { return change.before && change.after ? *change.after - *change.before : 0; }

/// "The mean response time grew by 27.1 ms, most in the queue (+24 ms)."
std::string why(const DiffRow& row) {
  const Change& total = row.parts.front();
  const double all = growth(total);
  if (std::abs(total.percent().value_or(0)) < least_difference_percent) return {};
  const auto most = std::max_element(row.parts.begin() + 1, row.parts.end(), [all](const Change& a, const Change& b) {
    return growth(a) * all < growth(b) * all;
  });
  const bool grew = all > 0;
  std::string text =
      fmt::format("The mean response time {} by {}", grew ? "grew" : "fell", duration_text(std::abs(all)));
  if (most != row.parts.end() && growth(*most) * all > 0)
    text += fmt::format(", most {} ({}{})", words_of(most->name).waited, grew ? "+" : "-",
                        duration_text(std::abs(growth(*most))));
  return text + ".";
}

std::string outcome(const DiffRow& row, const Diff& diff) {
  const Change& change = row.decisive;
  const std::string p = row.p ? fmt::format(" (p = {:.2g})", *row.p) : "";
  if (!change.before || !change.after)
    return fmt::format("{} is {}: in the {} one's median round not all have an answer{}. ", row.mode,
                       verdict_words(row, diff), change.before ? "new" : "old", p);
  return fmt::format("{} is {}{}: {}{} {}, not {}{}. ", row.mode, verdict_words(row, diff),
                     change.percent() ? fmt::format(" by {:.1f} %", std::abs(*change.percent())) : "",
                     label_of(change, diff), diff.burst ? " after" : "", value_text(change, change.after),
                     value_text(change, change.before), p);
}

bool has_rounds(const DiffRow& row) { return row.rounds_before > 0 && row.rounds_after > 0; }

std::string verdicts(const DiffRows& rows, const Diff& diff) {
  std::string text;
  std::vector<std::string> same, untold;
  for (const DiffRow* row : rows) {
    if (row->seen == Seen::yes) text += wrapped(outcome(*row, diff) + why(*row));
    if (row->seen == Seen::no) same.push_back(row->mode);
    if (!has_rounds(*row))
      text += fmt::format("  {}: no round in the {} one\n", row->mode, row->rounds_after == 0 ? "new" : "old");
    else if (row->seen == Seen::untested)
      untold.push_back(row->mode + " " + percent_text(row->decisive));
  }
  if (!same.empty()) text += wrapped(fmt::format("No difference seen: {}.", fmt::join(same, ", ")));
  if (!untold.empty())
    text += wrapped(fmt::format("Too few rounds to tell: {}. For {} row{} it takes {} on each side.",
                                fmt::join(untold, ", "), diff.rows.size(), diff.rows.size() == 1 ? "" : "s",
                                rounds_to_tell(diff.rows.size())));
  return text;
}

std::string unanswered(const DiffRow& row, const Style& style) {
  if (row.missing_before == 0 && row.missing_after == 0) return {};
  const std::string words = fmt::format("  {}: without a good answer: {} requests in the old one, {} in the new",
                                        row.mode.empty() ? "the run" : row.mode, row.missing_before, row.missing_after);
  return (row.missing_after > row.missing_before ? style.failure(words) : words) + "\n";
}

}  // namespace

std::string findings(const DiffRows& rows, const Diff& diff, const Style& style) {
  std::string text = diff.of_runs ? wrapped(why(*rows.front())) : verdicts(rows, diff);
  for (const DiffRow* row : rows) text += unanswered(*row, style);
  return text;
}

std::string reading_notes(const Diff& diff) {
  if (diff.of_runs)
    return hanging(
        "Runs of the same program differ too, often by some percent: it takes several rounds of each, as of "
        "hundred-load compare, to tell a change from chance.");
  std::string text = "Figures are medians of the rounds";
  if (std::any_of(diff.rows.begin(), diff.rows.end(), [](const DiffRow& row) { return row.p.has_value(); }))
    text += fmt::format(
        "; p: exact Mann-Whitney test of them, corrected for {} row{} (Holm); a difference is 3 % or "
        "more with p <= {}",
        diff.rows.size(), diff.rows.size() == 1 ? "" : "s", significance);
  text += "; *: each round of the one is above every round of the other.";
  if (!diff.interleaved.value_or(true) && diff.count(Seen::no) < diff.rows.size())
    text += " Old and new were measured one after the other: a machine that changed in between looks the same.";
  return hanging(text);
}

}  // namespace hundred::loadtest
