#include "loadtest/report/diff_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/option_table.hpp"
#include "loadtest/report/columns.hpp"
#include "loadtest/report/diff_sentences.hpp"
#include "loadtest/report/diff_words.hpp"

namespace hundred::loadtest {
namespace {

using Seen = Difference::Seen;

constexpr std::size_t conditions_column = 15;
/// A part of the mean that takes less of it than this, old and new, is left out.
constexpr double negligible = 0.0005;

/// A blank where there is no star, so that figures stand in line.
std::string starred(const Change& change) { return percent_text(change) + (change.apart ? "*" : " "); }

std::string three_cells(const std::string& before, const std::string& after, const std::string& change) {
  return fmt::format("{:>9}{:>9}{:>9}", before, after, change);
}

Column<DiffRow> decisive_column(const Change& first, const Diff& diff) {
  return {label_of(first, diff) + " ", three_cells("old", "new", "change "), 27, [](const DiffRow& row) {
            const Change& change = row.decisive;
            return three_cells(value_text(change, change.before), value_text(change, change.after), starred(change));
          }};
}

Column<DiffRow> percentile_column(const std::string& name) {
  return {name + " ", "change ", 9, [name](const DiffRow& row) {
            for (const Change& change : row.percentiles)
              if (change.name == name + "_ms") return starred(change);
            return std::string("- ");
          }};
}

std::string mode_table(const DiffRows& rows, const Diff& diff) {
  std::vector<Column<DiffRow>> columns{{"", "mode", -18, [](const DiffRow& row) { return row.mode; }},
                                       decisive_column(rows.front()->decisive, diff)};
  for (const char* name : {"p50", "p95", "p99"}) columns.push_back(percentile_column(name));
  columns.push_back({"", "p", 8, [](const DiffRow& row) { return row.p ? fmt::format("{:.2g}", *row.p) : "-"; }});
  return table_of(columns, rows);
}

bool is_part_of(const Change& part, const Change& total) {
  return part.before.value_or(0) >= negligible * total.before.value_or(0) ||
         part.after.value_or(0) >= negligible * total.after.value_or(0);
}

/// All figures of one row, a line each.
std::string figure_table(const DiffRow& row, const Diff& diff) {
  std::vector<const Change*> lines{&row.decisive};
  for (const Change& change : row.percentiles) lines.push_back(&change);
  const Change& total = row.parts.front();
  for (const Change& part : row.parts)
    if ((total.before || total.after) && is_part_of(part, total)) lines.push_back(&part);
  const std::string name = diff.of_runs ? name_of(row) : row.mode;
  return table_of<Change>(
      {{"", name, -44, [&](const Change& c) { return "  " + label_of(c, diff); }},
       {"", "old", 10, [](const Change& c) { return value_text(c, c.before); }},
       {"", "new", 10, [](const Change& c) { return value_text(c, c.after); }},
       {"", "change ", 11, [&](const Change& c) { return diff.of_runs ? percent_text(c) + " " : starred(c); }}},
      lines);
}

std::vector<DiffRows> by_subject(const Diff& diff) {
  std::vector<DiffRows> groups;
  for (const DiffRow& row : diff.rows)
    if (groups.empty() || groups.back().front()->before != row.before || groups.back().front()->after != row.after)
      groups.push_back({&row});
    else
      groups.back().push_back(&row);
  return groups;
}

std::string group_text(const DiffRows& rows, const Diff& diff, const Style& style) {
  if (diff.of_runs) return figure_table(*rows.front(), diff) + findings(rows, diff, style);
  std::string text =
      "\n" + style.heading(subject_words(*rows.front())) + "\n" + mode_table(rows, diff) + findings(rows, diff, style);
  for (const DiffRow* row : rows)
    if (row->seen != Seen::no && row->rounds_before > 0 && row->rounds_after > 0) text += figure_table(*row, diff);
  return text;
}

std::string rounds_words(const Diff& diff) {
  std::size_t before = 0, after = 0;
  for (const DiffRow& row : diff.rows) {
    before = std::max(before, row.rounds_before);
    after = std::max(after, row.rounds_after);
  }
  if (before != after) return fmt::format("{} and {} rounds", before, after);
  return before == 1 ? "one round each" : fmt::format("{} rounds each", before);
}

std::string outcome(const Diff& diff) {
  const auto slower =
      std::count_if(diff.rows.begin(), diff.rows.end(), [](const DiffRow& row) { return row.slower(); });
  const auto faster =
      std::count_if(diff.rows.begin(), diff.rows.end(), [](const DiffRow& row) { return row.faster(); });
  std::vector<std::string> words;
  if (slower > 0) words.push_back(fmt::format("{} slower", slower));
  if (faster > 0) words.push_back(fmt::format("{} faster", faster));
  if (diff.count(Seen::untested) > 0) words.push_back(fmt::format("{} not tested", diff.count(Seen::untested)));
  return words.empty() ? "no difference seen" : fmt::format("{}", fmt::join(words, ", "));
}

/// What was done, and on the right what came out.
std::string first_line(const Diff& diff, const Style& style) {
  if (diff.of_runs) return style.heading("Two runs, old and new: one run each, so nothing is tested.") + "\n";
  const std::string what = fmt::format("Two comparisons, old and new: {} row{}, {}.", diff.rows.size(),
                                       diff.rows.size() == 1 ? "" : "s", rounds_words(diff));
  const std::string found = outcome(diff);
  const bool worse = std::any_of(diff.rows.begin(), diff.rows.end(), [](const DiffRow& row) { return row.slower(); });
  const std::size_t used = what.size() + found.size();
  return style.heading(what) + std::string(used < text_width ? text_width - used : 1, ' ') +
         (worse ? style.failure(found) : style.key_figure(found)) + "\n";
}

std::string side_text(const char* name, const DiffSide& side) {
  return hanging(fmt::format("{}  {}: {}, {}{}", name, side.path, side.started_at, side.validity,
                             side.interrupted ? ", interrupted" : ""));
}

std::string condition_words(const Condition& condition) {
  return fmt::format("{}{}{} -> {}", condition.name, condition.name.empty() ? "" : " ", condition.before,
                     condition.after);
}

std::string conditions_text(const Diff& diff) {
  if (diff.conditions.empty()) return "Options and environment are the same.\n";
  std::string text = "What differs:\n";
  for (auto first = diff.conditions.begin(); first != diff.conditions.end();) {
    const auto last = std::find_if(first, diff.conditions.end(),
                                   [&](const Condition& condition) { return condition.kind != first->kind; });
    std::vector<std::string> words;
    std::transform(first, last, std::back_inserter(words), condition_words);
    text += two_columns(first->kind, fmt::format("{}", fmt::join(words, "; ")), conditions_column);
    first = last;
  }
  return text;
}

std::string lonely(const char* which, const std::vector<std::string>& names) {
  return names.empty() ? "" : hanging(fmt::format("Only in the {} one: {}.", which, fmt::join(names, "; ")));
}

}  // namespace

std::string to_text(const Diff& diff, const Style& style) {
  std::string text = first_line(diff, style) + side_text("old", diff.before) + side_text("new", diff.after);
  if (std::none_of(diff.conditions.begin(), diff.conditions.end(), [](const Condition& c) { return c.kind == "load"; }))
    text += hanging(diff.load);
  text += conditions_text(diff) + lonely("old", diff.only_before) + lonely("new", diff.only_after);
  for (const DiffRows& rows : by_subject(diff)) text += group_text(rows, diff, style);
  return text + "\n" + style.explanation(reading_notes(diff));
}

}  // namespace hundred::loadtest
