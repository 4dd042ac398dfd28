#include "loadtest/report/html_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/json_rows.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// Keys of a round that is not in the middle.
constexpr std::array<const char*, 6> figures{"load",       "answered_ms", "throughput_per_s",
                                             "latency_ms", "validity",    "server"};

/// To three decimals, which of milliseconds are microseconds.
void round_all(Json& json) {
  if (json.is_number_float()) json = std::round(json.get<double>() * 1e3) / 1e3;
  if (json.is_structured())
    for (Json& item : json) round_all(item);
}

double end_of(const RequestRow& row) { return row.due_ms + row.response_ms; }

std::vector<const RequestRow*> chosen_rows(const Report& r, std::size_t most) {
  std::vector<const RequestRow*> rows;
  for (const RequestRow& row : r.requests) rows.push_back(&row);
  // All rows stand in one vector, so pointers keep the order of those that ended together.
  std::sort(rows.begin(), rows.end(), [](const RequestRow* a, const RequestRow* b) {
    return std::pair(end_of(*a), a) < std::pair(end_of(*b), b);
  });
  if (rows.size() <= most) return rows;
  if (!r.load.burst()) return {rows.end() - static_cast<std::ptrdiff_t>(most), rows.end()};
  std::vector<const RequestRow*> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * (rows.size() - 1) / (most - 1)]);
  return some;
}

Json drawn_rows(const Report& r, std::size_t most) {
  Json json = Json::array();
  for (const RequestRow* row : chosen_rows(r, most)) {
    json.push_back(row_json(*row));
    for (const char* key : {"service_ms", "queue_ms", "handler_ms"}) json.back().erase(key);
  }
  round_all(json);
  return json;
}

/// @param json  of the report
void reduce(Json& json, const Report& r, std::size_t most) {
  json["requests"] = drawn_rows(r, most);
  for (const char* key : {"response_ms", "service_ms"}) round_all(json["percentile_curve"][key]);
}

Json figures_of(const Json& round) {
  Json kept;
  for (const char* key : figures) kept[key] = round.at(key);
  return kept;
}

/// @param json  of the entry
void reduce(Json& json, const Entry& entry) {
  const Report* middle = middle_round(entry);
  json["middle_round"] = middle == nullptr ? Json(nullptr) : Json(middle - entry.rounds.data());
  for (std::size_t i = 0; i < entry.rounds.size(); ++i) {
    Json& round = json["rounds"][i];
    if (&entry.rounds[i] == middle)
      reduce(round, *middle, most_drawn_of_each);
    else
      round = figures_of(round);
  }
}

/// As the text's table has them. @param modes  of the contest
Json rows_in_order(Json& modes, const Contest& contest) {
  Json rows = Json::array();
  for (const Entry* entry : rows_of(contest, ranked(contest))) {
    Json& mode = modes[static_cast<std::size_t>(entry - contest.entries.data())];
    reduce(mode, *entry);
    rows.push_back(std::move(mode));
  }
  return rows;
}

}  // namespace

Json drawn(const Report& report) {
  Json json = to_json(report);
  reduce(json, report, most_drawn);
  return json;
}

Json drawn(const Comparison& comparison) {
  Json json = to_json(comparison);
  for (std::size_t i = 0; i < comparison.contests.size(); ++i)
    json["endpoints"][i]["modes"] = rows_in_order(json["endpoints"][i]["modes"], comparison.contests[i]);
  return json;
}

}  // namespace hundred::loadtest
