#include "loadtest/report/runs_csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <optional>

#include "common/option_table.hpp"
#include "loadtest/report/csv.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

/// One run, and where it stands.
struct Run {
  const std::string& file;
  const Report& report;
  std::string keep_alive;   ///< empty of a single run
  std::uint64_t round = 0;  ///< from 1 on; 0 of a single run
};

struct CsvColumn {
  std::string name;
  std::function<std::string(const Run&)> cell;
};

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.6f}", *value) : ""; }

template <class Value>
std::string count(const std::optional<Value>& value) {
  return value ? std::to_string(*value) : "";
}

std::optional<double> part_ms(const Report& report, std::string_view name) {
  if (!report.breakdown) return std::nullopt;
  for (const auto& [part, ms] : report.breakdown->parts)
    if (part == name) return ms;
  return 0;
}

std::string verdict(const Report& report) {
  return verdict_names.at(static_cast<std::size_t>(report.validity.verdict));
}

std::vector<CsvColumn> facts() {
  return {{"file", [](const Run& r) { return csv_cell(r.file); }},
          {"started_at", [](const Run& r) { return csv_cell(r.report.environment.started_at); }},
          {"load", [](const Run& r) { return csv_cell(r.report.load.words); }},
          {"url", [](const Run& r) { return csv_cell(r.report.url); }},
          {"endpoint", [](const Run& r) { return csv_cell(r.report.endpoint); }},
          {"mode", [](const Run& r) { return csv_cell(r.report.mode); }},
          {"run_by", [](const Run& r) { return csv_cell(r.report.run_by); }},
          {"keep_alive", [](const Run& r) { return csv_cell(r.keep_alive); }},
          {"round", [](const Run& r) { return r.round == 0 ? "" : std::to_string(r.round); }},
          {"users", [](const Run& r) { return std::to_string(r.report.load.users); }},
          {"rate_per_s", [](const Run& r) { return number(r.report.load.rate_per_s); }},
          {"workers", [](const Run& r) { return count(r.report.server_workers); }}};
}

std::vector<CsvColumn> outcomes() {
  return {
      {"verdict", [](const Run& r) { return verdict(r.report); }},
      {"sent", [](const Run& r) { return std::to_string(r.report.counts.sent); }},
      {"ok", [](const Run& r) { return std::to_string(r.report.counts.ok); }},
      {"failed", [](const Run& r) { return std::to_string(r.report.counts.failed); }},
      {"timed_out", [](const Run& r) { return std::to_string(r.report.counts.timed_out); }},
      {"unanswered", [](const Run& r) { return std::to_string(r.report.counts.unanswered); }},
      {"throughput_per_s", [](const Run& r) { return number(r.report.throughput_per_s); }},
      {"half_ms", [](const Run& r) { return number(r.report.answered ? r.report.answered->half_ms : std::nullopt); }},
      {"all_ms", [](const Run& r) { return number(r.report.answered ? r.report.answered->all_ms : std::nullopt); }}};
}

std::vector<CsvColumn> durations() {
  std::vector<std::string> names{"min", "mean"};
  for (const auto& [name, quantile] : percentiles()) names.push_back(name);
  names.emplace_back("max");
  std::vector<CsvColumn> columns;
  for (const std::string& name : names)
    columns.push_back({name + "_ms", [name](const Run& r) { return number(r.report.response.figure(name)); }});
  for (const PartWords& part : part_words())
    columns.push_back({fmt::format("{}_ms", part.name),
                       [name = part.name](const Run& r) { return number(part_ms(r.report, name)); }});
  return columns;
}

std::vector<CsvColumn> all_columns() {
  std::vector<CsvColumn> columns = facts();
  for (auto&& part : {outcomes(), durations()}) columns.insert(columns.end(), part.begin(), part.end());
  return columns;
}

std::vector<Run> runs_of(const SavedFile& file) {
  if (const auto* report = std::get_if<Report>(&file.second)) return {Run{file.first, *report, "", 0}};
  const auto* comparison = std::get_if<Comparison>(&file.second);
  if (comparison == nullptr)
    throw UsageError(fmt::format("{}: is a sweep, whose points are a table of their own: render it alone", file.first));
  std::vector<Run> runs;
  for (const Contest& contest : comparison->contests)
    for (const Entry& entry : contest.entries)
      for (std::size_t i = 0; i < entry.rounds.size(); ++i)
        runs.push_back({file.first, entry.rounds[i], contest.keep_alive, i + 1});
  return runs;
}

}  // namespace

std::string runs_csv(const std::vector<SavedFile>& files) {
  const std::vector<CsvColumn> columns = all_columns();
  std::vector<std::string> cells;
  for (const CsvColumn& column : columns) cells.push_back(column.name);
  std::string text = fmt::format("{}\n", fmt::join(cells, ","));
  for (const SavedFile& file : files)
    for (const Run& run : runs_of(file)) {
      cells.clear();
      for (const CsvColumn& column : columns) cells.push_back(column.cell(run));
      text += fmt::format("{}\n", fmt::join(cells, ","));
    }
  return text;
}

}  // namespace hundred::loadtest
