#include "loadtest/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/url.hpp"
#include "loadtest/report/columns.hpp"
#include "loadtest/report/statistics.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

std::string mode_cell(const Report& r) { return r.mode.empty() ? client::parse_url(r.url).authority() : r.mode; }
std::string run_by_cell(const Report& r) { return r.run_by; }
std::string half_cell(const Report& r) { return duration_text(r.answered ? r.answered->half_ms : std::nullopt); }
std::string all_cell(const Report& r) { return duration_text(r.answered ? r.answered->all_ms : std::nullopt); }
std::string median_cell(const Report& r) { return duration_text(r.response.figure("p50")); }
std::string p99_cell(const Report& r) { return duration_text(r.response.figure("p99")); }
std::string rate_cell(const Report& r) { return r.throughput_per_s ? fmt::format("{:.0f}", *r.throughput_per_s) : "-"; }
std::string spent_cell(const Report& r) {
  const auto spent = time_spent(r);
  return spent ? fmt::format("  {:<15}{:>4.0f} %", spent->words, spent->percent) : "  not known";
}

const std::vector<Column<Report>>& columns(bool burst) {
  static const std::vector<Column<Report>> of_burst{{"", "mode", -20, mode_cell},
                                                    {"", "run by", -14, run_by_cell},
                                                    {"half have", "an answer", 12, half_cell},
                                                    {"all have", "an answer", 11, all_cell},
                                                    {"  an average user", "  spent its time", -23, spent_cell}};
  static const std::vector<Column<Report>> of_loop{
      {"", "mode", -20, mode_cell},        {"", "run by", -12, run_by_cell},
      {"response", "p50", 8, median_cell}, {"time", "p99", 8, p99_cell},
      {"answers", "per s", 9, rate_cell},  {"  an average user", "  spent its time", -23, spent_cell}};
  return burst ? of_burst : of_loop;
}

std::string table_text(std::vector<const Report*> reports, const Style& style) {
  // All reports stand in one vector, so pointers keep the order of those that are equally slow.
  std::sort(reports.begin(), reports.end(),
            [](const Report* a, const Report* b) { return std::pair(slowness(*a), a) < std::pair(slowness(*b), b); });
  const Report& first = *reports.front();
  std::string text =
      fmt::format("{}\n{}\n", style.heading(fmt::format("'{}'", first.endpoint)), style.explanation(first.load.words));
  text += table_of(columns(first.load.burst()), reports);
  for (const Report* report : reports)
    if (report->counts.ok < report->counts.sent)
      text += style.failure(fmt::format("  {}: {} of {} requests have no good answer", mode_cell(*report),
                                        report->counts.sent - report->counts.ok, report->counts.sent)) +
              "\n";
  return text;
}

}  // namespace

std::string to_table(const std::vector<Report>& reports, const Style& style) {
  std::vector<std::vector<const Report*>> groups;
  for (const Report& report : reports) {
    const auto same = [&](const std::vector<const Report*>& group) {
      return group.front()->endpoint == report.endpoint && group.front()->load.words == report.load.words;
    };
    const auto group = std::find_if(groups.begin(), groups.end(), same);
    if (group == groups.end())
      groups.push_back({&report});
    else
      group->push_back(&report);
  }
  std::string text;
  for (const auto& group : groups) text += (text.empty() ? "" : "\n") + table_text(group, style);
  return text;
}

}  // namespace hundred::loadtest
