#include "loadtest/report/comparison_json.hpp"

#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json bounds_json(const Bounds& bounds) { return {{"least", bounds.least}, {"most", bounds.most}}; }
Bounds bounds_from(const Json& json) { return {json.at("least").get<double>(), json.at("most").get<double>()}; }

Json prediction_json(const Entry& entry) {
  if (entry.burst)
    return {{"half_ms", bounds_json(entry.burst->half_ms)}, {"all_ms", bounds_json(entry.burst->all_ms)}};
  if (entry.loop) return {{"throughput_per_s", entry.loop->throughput_per_s}, {"response_ms", entry.loop->response_ms}};
  return nullptr;
}

void read_prediction(const Json& json, Entry& entry) {
  if (json.contains("all_ms"))
    entry.burst = {bounds_from(json.at("half_ms")), bounds_from(json.at("all_ms"))};
  else if (json.contains("throughput_per_s"))
    entry.loop = {json.at("throughput_per_s").get<double>(), json.at("response_ms").get<double>()};
}

Json usage_json(const Usage& usage) {
  return {{"cpu_ms", usage.cpu_ms},
          {"peak_pss_bytes", nullable(usage.peak_pss_bytes)},
          {"peak_threads", usage.peak_threads},
          {"peak_processes", usage.peak_processes}};
}

Usage usage_from(const Json& json) {
  return {json.at("cpu_ms").get<double>(), json.at("peak_threads").get<std::uint64_t>(),
          json.at("peak_processes").get<std::uint64_t>(), optional_at<std::uint64_t>(json, "peak_pss_bytes")};
}

Json spent_json(const Entry& entry) {
  const Round* round = middle_round(entry);
  const auto spent = round == nullptr ? std::nullopt : time_spent(round->report);
  return spent ? Json{{"on", spent->words}, {"percent", spent->percent}} : Json(nullptr);
}

/// The medians first, for those who want no more; then every round in full.
Json entry_json(const Entry& entry) {
  const auto of_answered = [&](std::optional<double> Answered::* figure) {
    return nullable(median(entry, [figure](const Round& r) {
      return r.report.answered ? (*r.report.answered).*figure : std::optional<double>();
    }));
  };
  Json json{{"mode", entry.mode},
            {"run_by", entry.rounds.empty() ? Json(nullptr) : Json(entry.rounds.front().report.run_by)},
            {"answered_ms", {{"half", of_answered(&Answered::half_ms)}, {"all", of_answered(&Answered::all_ms)}}},
            {"throughput_per_s", nullable(median(entry, [](const Round& r) { return r.report.throughput_per_s; }))},
            {"prediction", prediction_json(entry)},
            {"spent", spent_json(entry)},
            {"rounds", Json::array()}};
  for (const Round& round : entry.rounds)
    json["rounds"].push_back({{"server", usage_json(round.usage)}, {"run", to_json(round.report)}});
  return json;
}

Entry entry_from(const Json& json) {
  Entry entry{json.at("mode").get<std::string>(), {}, {}, {}};
  read_prediction(json.at("prediction"), entry);
  for (const Json& round : json.at("rounds"))
    entry.rounds.push_back({report_from_json(round.at("run")), usage_from(round.at("server"))});
  return entry;
}

Json contest_json(const Contest& contest) {
  const Work& work = contest.facts.work;
  Json json{{"endpoint", contest.facts.endpoint},
            {"keep_alive", contest.keep_alive},
            {"alone_ms", {{"total", work.total_ms}, {"cpu", work.cpu_ms}, {"wait", work.wait_ms}}},
            {"effective_cpus", contest.facts.cpus},
            {"modes", Json::array()}};
  for (const Entry& entry : contest.entries) json["modes"].push_back(entry_json(entry));
  return json;
}

Contest contest_from(const Json& json) {
  const Json& alone = json.at("alone_ms");
  Contest contest{{json.at("endpoint").get<std::string>(),
                   {alone.at("total").get<double>(), alone.at("cpu").get<double>(), alone.at("wait").get<double>()},
                   json.at("effective_cpus").get<double>()},
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
