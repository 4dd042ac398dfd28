#include "loadtest/report/comparison_json.hpp"

#include <array>

#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_analysis.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json spent_json(const Entry& entry) {
  const Report* round = middle_round(entry);
  const auto spent = round == nullptr ? std::nullopt : time_spent(*round);
  return spent ? Json{{"on", spent->words}, {"percent", spent->percent}} : Json(nullptr);
}

Json verdict_json(const Entry& entry) {
  const auto verdict = verdict_of(entry);
  return verdict ? verdict_json(*verdict) : Json(nullptr);
}

Json difference_json(const Entry& fastest, const Entry& entry) {
  constexpr std::array<const char*, 3> words{"no_difference_seen", "difference_seen", "too_few_rounds"};
  const Difference found = difference(fastest, entry);
  return {{"mode", fastest.mode},
          {"slower_percent", nullable(found.percent)},
          {"p", nullable(found.p)},
          {"verdict", words.at(static_cast<std::size_t>(found.seen))}};
}

/// The medians first, for those who want no more; then every round in full.
Json entry_json(const Entry& entry, const Entry* fastest) {
  const bool compared = fastest != nullptr && fastest != &entry && !entry.rounds.empty();
  Json json{
      {"mode", entry.mode},
      {"run_by", entry.rounds.empty() ? Json(nullptr) : Json(entry.rounds.front().run_by)},
      {"validity", verdict_json(entry)},
      {"answered_ms", {{"half", nullable(half_ms(entry))}, {"all", nullable(all_ms(entry))}}},
      {"throughput_per_s", nullable(throughput_per_s(entry))},
      {"against_fastest", compared ? difference_json(*fastest, entry) : Json(nullptr)},
      {"bystander_ms", {{"p50", nullable(bystander_ms(entry, "p50"))}, {"max", nullable(bystander_ms(entry, "max"))}}},
      {"prediction", prediction_json(entry.prediction)},
      {"spent", spent_json(entry)},
      {"rounds", Json::array()}};
  for (const Report& round : entry.rounds) json["rounds"].push_back(to_json(round));
  return json;
}

Entry entry_from(const Json& json) {
  Entry entry{json.at("mode").get<std::string>(), {}, prediction_from(json.at("prediction"))};
  for (const Json& round : json.at("rounds")) entry.rounds.push_back(report_from_json(round));
  return entry;
}

Json contest_json(const Contest& contest) {
  Json json{{"endpoint", contest.facts.endpoint},
            {"keep_alive", contest.keep_alive},
            {"alone_ms", work_json(contest.facts.work)},
            {"effective_cpus", contest.facts.cpus},
            {"modes", Json::array()}};
  const std::vector<Entries> groups = ranked(contest);
  const Entry* fastest = groups.empty() ? nullptr : groups.front().front();
  for (const Entry& entry : contest.entries) json["modes"].push_back(entry_json(entry, fastest));
  return json;
}

Contest contest_from(const Json& json) {
  Contest contest{
      {json.at("endpoint").get<std::string>(), work_from(json.at("alone_ms")), json.at("effective_cpus").get<double>()},
      json.at("keep_alive").get<std::string>(),
      {}};
  for (const Json& entry : json.at("modes")) contest.entries.push_back(entry_from(entry));
  return contest;
}

Json failure_json(const Failure& failure) {
  return {{"mode", failure.mode},
          {"keep_alive", failure.keep_alive},
          {"round", failure.round},
          {"message", failure.message}};
}

Failure failure_from(const Json& json) {
  return {json.at("mode").get<std::string>(), json.at("keep_alive").get<std::string>(),
          json.at("round").get<std::uint64_t>(), json.at("message").get<std::string>()};
}

}  // namespace

Json to_json(const Comparison& c) {
  Json json{{"schema", compare_schema},
            {"load", load_json(c.load)},
            {"repeats", c.repeats},
            {"interrupted", c.interrupted},
            {"endpoints", Json::array()},
            {"failures", Json::array()},
            {"environment", environment_json(c.environment)}};
  for (const Contest& contest : c.contests) json["endpoints"].push_back(contest_json(contest));
  for (const Failure& failure : c.failures) json["failures"].push_back(failure_json(failure));
  return json;
}

Comparison comparison_from_json(const Json& json) {
  Comparison c;
  c.load = load_from(json.at("load"));
  c.repeats = json.at("repeats").get<std::uint64_t>();
  c.interrupted = json.at("interrupted").get<bool>();
  for (const Json& contest : json.at("endpoints")) c.contests.push_back(contest_from(contest));
  for (const Json& failure : json.at("failures")) c.failures.push_back(failure_from(failure));
  c.environment = environment_from(json.at("environment"));
  return c;
}

}  // namespace hundred::loadtest
