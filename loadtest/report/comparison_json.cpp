#include "loadtest/report/comparison_json.hpp"

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

/// The medians first, for those who want no more; then every round in full.
Json entry_json(const Entry& entry) {
  const auto of_answered = [&](std::optional<double> Answered::* figure) {
    return nullable(median(
        entry, [figure](const Report& r) { return r.answered ? (*r.answered).*figure : std::optional<double>(); }));
  };
  Json json{{"mode", entry.mode},
            {"run_by", entry.rounds.empty() ? Json(nullptr) : Json(entry.rounds.front().run_by)},
            {"answered_ms", {{"half", of_answered(&Answered::half_ms)}, {"all", of_answered(&Answered::all_ms)}}},
            {"throughput_per_s", nullable(median(entry, [](const Report& r) { return r.throughput_per_s; }))},
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
  for (const Entry& entry : contest.entries) json["modes"].push_back(entry_json(entry));
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
