#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "common/option_table.hpp"
#include "loadtest/lab/outcome_text.hpp"
#include "loadtest/lab/race.hpp"
#include "loadtest/report/columns.hpp"

namespace hundred::loadtest {
namespace {

using ModeColumn = Column<ModeRaces>;

/// The worst of a mode's races whose id begins so.
std::int64_t worst_of(const ModeRaces& mode, std::string_view start) {
  std::int64_t worst = 0;
  for (std::size_t i = 0; i < mode.results.size(); ++i)
    if (const std::int64_t harm = mode.results[i].worst;
        races()[i].id.starts_with(start) && std::abs(harm) > std::abs(worst))
      worst = harm;
  return worst;
}

std::string name_cell(const ModeRaces& mode) { return mode.mode; }

std::string counters_cell(const ModeRaces& mode) {
  std::uint64_t most = 0;
  for (const RaceResult& result : mode.results) most = std::max(most, result.counters);
  return std::to_string(most);
}

ModeColumn lost_column(const char* top, const char* bottom, int width, const char* start) {
  return {top, bottom, width, [start](const ModeRaces& mode) { return std::to_string(worst_of(mode, start)); }};
}

ModeColumn registered_column(const char* name, int width, const char* start) {
  return {"", name, width, [start](const ModeRaces& mode) { return std::to_string(worst_of(mode, start) + 1); }};
}

std::string table(const std::vector<ModeColumn>& columns, const RaceRun& run) {
  std::vector<const ModeRaces*> rows;
  for (const ModeRaces& mode : run.modes) rows.push_back(&mode);
  return table_of<ModeRaces>(columns, rows);
}

std::string counting_text(const RaceRun& run, const Style& style) {
  const std::vector<ModeColumn> columns{{"", "mode", -18, name_cell},
                                        {"counters", "in memory", 11, counters_cell},
                                        lost_column("none,", "compute", 10, "sync=none window=compute"),
                                        lost_column("none,", "wait", 8, "sync=none window=wait"),
                                        lost_column("", "mutex", 8, "sync=mutex"),
                                        lost_column("", "atomic", 9, "sync=atomic"),
                                        lost_column("", "database", 11, "sync=database")};
  return style.heading("COUNTING") +
         fmt::format("  '/state/counter': updates lost of {}, by sync and window\n", run.users) + table(columns, run);
}

std::string registering_text(const RaceRun& run, const Style& style) {
  std::vector<ModeColumn> columns{{"", "mode", -18, name_cell},
                                  registered_column("check-then-insert", 21, "how=check-then-insert"),
                                  registered_column("locked", 10, "how=locked"),
                                  registered_column("unique", 10, "how=unique")};
  for (ModeColumn& column : columns) column.top.clear();
  std::string text = table(columns, run);
  text.erase(0, text.find('\n') + 1);  // no column has a heading of two lines
  return style.heading("REGISTERING") +
         fmt::format("  '/state/register': how often one name was, by {} users\n", run.users) + text;
}

/// How often bursts were repeated, and what that proves.
std::string repeats_text(const RaceRun& run) {
  constexpr std::uint64_t none = UINT64_MAX;
  std::uint64_t fewest = none, most = 0, quiet = none;
  for (const ModeRaces& mode : run.modes)
    for (const RaceResult& result : mode.results)
      if (result.worst == 0) {
        quiet = std::min(quiet, result.bursts);
      } else {
        fewest = std::min(fewest, result.bursts);
        most = std::max(most, result.bursts);
      }
  std::string text = "The worst burst is shown. ";
  if (most > 0)
    text += fmt::format("Harm takes luck: where it can be, bursts were repeated until there was some, here {}. ",
                        most == 1 ? "one each" : fmt::format("{} to {}", fewest, most));
  if (quiet != none) text += fmt::format("Where there was none, it is none in {} bursts, which is no proof.", quiet);
  return wrapped(text);
}

std::string check_text(const RaceCheck& check, const Style& style) {
  const std::string verdict = check.holds() ? "as expected" : "NOT as expected";
  std::string text = two_columns(verdict, check.says, verdict_column);
  text.replace(2, verdict.size(), check.holds() ? style.key_figure(verdict) : style.failure(verdict));
  const std::string found = fmt::format("{}: {}", check.what, check.found);
  return text + two_columns("", found + (check.holds() ? "" : "; expected " + check.expected), verdict_column);
}

constexpr const char* lesson =
    "An update is lost when another request reads what this one has read, before it writes. Where handlers run in "
    "turn nothing can come in between; a thread may come in anywhere, another coroutine wherever this one waits. A "
    "mutex, or an operation that is one step, closes the gap for all that share the memory. Processes share none: each "
    "has a counter and a mutex of its own. What must be right for all of them belongs into the one thing that they "
    "share, the database, as one statement or as a constraint.";

std::string outcome_text(const RaceRun& run, const Style& style) {
  std::string text = "\n" + style.heading("What was expected, and what came out") + "\n";
  for (const RaceCheck& check : checks_of(run)) text += check_text(check, style);
  for (const std::string& complaint : complaints_of(run))
    text += two_columns("NOT as expected", complaint, verdict_column);
  return text + "\n" + style.heading("What to learn from it") + "\n" + wrapped(lesson);
}

}  // namespace

std::string to_text(const RaceRun& run, const Style& style) {
  std::string text = fmt::format("{} users ask at the same instant, once each: who comes in between?\n\n", run.users);
  text += counting_text(run, style) + "\n" + registering_text(run, style) + repeats_text(run);
  if (!run.interrupted) return text + outcome_text(run, style);
  return text + "\n" +
         style.failure(fmt::format("Interrupted: {} of {} modes are done.", run.modes.size(), sharings().size())) +
         "\n";
}

}  // namespace hundred::loadtest
