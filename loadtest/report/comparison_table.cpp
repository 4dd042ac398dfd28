#include "loadtest/report/comparison_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loadtest/report/columns.hpp"
#include "loadtest/report/comparison_cells.hpp"

namespace hundred::loadtest {
namespace {

using Columns = std::vector<Column<Entry>>;

std::string mode_cell(const Entry& e) { return e.mode; }
/// "8 threads"; with four digits "1000 thr.", so that it fits.
std::string run_by_cell(const Entry& e) {
  if (e.rounds.empty()) return "no round";
  std::string text = e.rounds.front().run_by;
  constexpr std::size_t width = 11;
  const std::size_t word = text.find(' ') + 1;
  return text.size() <= width ? text : text.substr(0, word + 3) + ".";
}
std::string rate_cell(const Entry& e) { return rate_text(throughput_per_s(e)); }
std::string loop_cell(const Entry& e) {
  return rate_text(e.prediction && e.prediction->loop ? std::optional(e.prediction->loop->throughput_per_s)
                                                      : std::nullopt);
}
std::optional<double> p99_ms(const Entry& e) {
  return median(e, [](const Report& r) { return r.response.figure("p99"); });
}
std::string spent_cell(const Entry& e) { return "  " + spent_text(e); }
std::string ping_cell(const Entry& e) {
  const auto half = bystander_ms(e, "p50"), most = bystander_ms(e, "max");
  return half && most ? span_text(*half, *most) : "-";
}
std::string theory_cell(const Entry& e, const Durations& text) {
  return e.prediction && e.prediction->burst ? bounds_text(e.prediction->burst->all_ms, text) : "-";
}
std::string all_heading(const LoadFacts& load) {
  return load.users < 10'000 ? fmt::format("all {}", load.users) : "all";
}

Column<Entry> spent() { return {"  an average user", "  spent its time", -23, spent_cell}; }
Column<Entry> ping(int width) { return {"/ping beside", "p50-max", width, ping_cell}; }

Columns waiting_columns(const LoadFacts& load, const Durations& text) {
  return {{"", "mode", -19, mode_cell},
          {"", "run by", -12, run_by_cell},
          {"half have", "an answer", 9, [text](const Entry& e) { return text(half_ms(e)); }},
          {all_heading(load), "have one", 9, [text](const Entry& e) { return text(all_ms(e)); }},
          {"theory", "says", 8, [text](const Entry& e) { return theory_cell(e, text); }},
          spent()};
}

/// Theory of what also waits is a range, which is wider.
Columns computing_columns(const LoadFacts& load, const Durations& text, bool range) {
  return {{"", "", -18, mode_cell},
          {"", "half", 8, [text](const Entry& e) { return text(half_ms(e)); }},
          {"", all_heading(load), range ? 8 : 9, [text](const Entry& e) { return text(all_ms(e)); }},
          {"", "theory", range ? 11 : 8, [text](const Entry& e) { return theory_cell(e, text); }},
          spent(),
          ping(range ? 12 : 14)};
}

Columns loop_columns(const Durations& text, bool bystander) {
  Columns columns{{"", "mode", -19, mode_cell}};
  if (!bystander) columns.push_back({"", "run by", -12, run_by_cell});
  const Columns figures{{"answers", "per s", 9, rate_cell},
                        {"theory", "says", 8, loop_cell},
                        {"response", "p99", 9, [text](const Entry& e) { return text(p99_ms(e)); }},
                        spent()};
  columns.insert(columns.end(), figures.begin(), figures.end());
  if (bystander) columns.push_back(ping(12));
  return columns;
}

const Entry* same_mode(const Contest& contest, const Entry& entry) {
  const auto found = std::find_if(contest.entries.begin(), contest.entries.end(),
                                  [&](const Entry& other) { return other.mode == entry.mode; });
  return found == contest.entries.end() ? nullptr : &*found;
}

std::function<std::string(const Entry&)> of_contest(const Contest& contest,
                                                    std::function<std::string(const Entry&)> cell) {
  return [&contest, cell = std::move(cell)](const Entry& row) {
    const Entry* entry = same_mode(contest, row);
    return entry == nullptr ? "-" : cell(*entry);
  };
}

}  // namespace

std::string answer_table(const Contest& contest, const LoadFacts& load, const Entries& rows) {
  const Durations text(contest);
  const Work::Kind kind = contest.facts.work.kind();
  if (!load.burst()) return table_of(loop_columns(text, kind != Work::Kind::waiting), rows);
  return table_of(kind == Work::Kind::waiting ? waiting_columns(load, text)
                                              : computing_columns(load, text, kind == Work::Kind::mixed),
                  rows);
}

std::string policy_table(const std::vector<const Contest*>& contests, const LoadFacts& load, const Entries& rows) {
  const Durations text(*contests.front());
  Columns columns{{"", "mode", -19, mode_cell}, {"", "run by", -12, run_by_cell}};
  for (const Contest* contest : contests) {
    const std::string policy = contest->keep_alive + ":";
    const auto cell = [contest](std::function<std::string(const Entry&)> of) {
      return of_contest(*contest, std::move(of));
    };
    if (load.burst()) {
      columns.push_back({policy, "half", 9, cell([text](const Entry& e) { return text(half_ms(e)); })});
      columns.push_back({"", all_heading(load), 9, cell([text](const Entry& e) { return text(all_ms(e)); })});
    } else {
      columns.push_back({policy, "per s", 9, cell(rate_cell)});
      columns.push_back({"", "p99", 9, cell([text](const Entry& e) { return text(p99_ms(e)); })});
    }
  }
  columns.push_back({"theory", "says", 12,
                     load.burst() ? [text](const Entry& e) { return theory_cell(e, text); }
                                  : std::function<std::string(const Entry&)>(loop_cell)});
  return table_of(columns, rows);
}

}  // namespace hundred::loadtest
