#include "loadtest/report/diff_json.hpp"

#include <algorithm>
#include <cmath>

#include "loadtest/report/diff_words.hpp"
#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json side_json(const DiffSide& side) {
  return {{"path", side.path},
          {"started_at", side.started_at},
          {"validity", side.validity},
          {"interrupted", side.interrupted}};
}

Json condition_json(const Condition& condition) {
  return {{"kind", condition.kind},
          {"name", condition.name.empty() ? Json(nullptr) : Json(condition.name)},
          {"old", condition.before},
          {"new", condition.after}};
}

Json subject_json(const Subject& subject) {
  return {{"endpoint", subject.endpoint},
          {"keep_alive", subject.keep_alive.empty() ? Json(nullptr) : Json(subject.keep_alive)}};
}

Json change_json(const Change& change) {
  return {{"old", nullable(change.before)},
          {"new", nullable(change.after)},
          {"percent", nullable(change.percent())},
          {"apart", change.apart}};
}

Json changes_json(const std::vector<Change>& changes) {
  Json json = Json::object();
  for (const Change& change : changes) json[change.name] = change_json(change);
  return json;
}

Json verdict_json(const DiffRow& row, const Diff& diff) {
  std::string name = verdict_words(row, diff);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

Json row_json(const DiffRow& row, const Diff& diff) {
  const auto worse = row.decisive.worse_percent();
  Json decisive = change_json(row.decisive);
  decisive["worse_percent"] = worse && std::isfinite(*worse) ? Json(*worse) : Json(nullptr);
  return {{"old", subject_json(row.before)},
          {"new", subject_json(row.after)},
          {"mode", row.mode.empty() ? Json(nullptr) : Json(row.mode)},
          {"rounds", {{"old", row.rounds_before}, {"new", row.rounds_after}}},
          {"verdict", verdict_json(row, diff)},
          {"p", nullable(row.p)},
          {row.decisive.name, std::move(decisive)},
          {"response", changes_json(row.percentiles)},
          {"breakdown_ms", changes_json(row.parts)},
          {"without_good_answer", {{"old", row.missing_before}, {"new", row.missing_after}}}};
}

}  // namespace

Json to_json(const Diff& diff, const std::optional<double>& fail_above) {
  Json json{{"schema", diff_schema},
            {"of", diff.of_runs ? "runs" : "comparisons"},
            {"load", diff.load},
            {"old", side_json(diff.before)},
            {"new", side_json(diff.after)},
            {"interleaved", nullable(diff.interleaved)},
            {"conditions", Json::array()},
            {"only_old", diff.only_before},
            {"only_new", diff.only_after},
            {"rows", Json::array()},
            {"fail_above", nullptr}};
  for (const Condition& condition : diff.conditions) json["conditions"].push_back(condition_json(condition));
  for (const DiffRow& row : diff.rows) json["rows"].push_back(row_json(row, diff));
  if (fail_above) json["fail_above"] = {{"percent", *fail_above}, {"broken", worse_by_more(diff, *fail_above)}};
  return json;
}

}  // namespace hundred::loadtest
