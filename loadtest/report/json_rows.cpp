#include "loadtest/report/json_rows.hpp"

#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json journey_json(const std::optional<Journey>& journey) {
  if (!journey) return nullptr;
  Json json{{"sent", journey->sent_ms},    {"arrived", journey->arrived_ms}, {"started", journey->started_ms},
            {"ended", journey->ended_ms},  {"handed", journey->handed_ms},   {"answered", journey->answered_ms},
            {"cpu_time", journey->cpu_ms}, {"stretches", Json::array()}};
  for (const Interval& stretch : journey->stretches)
    json["stretches"].push_back(Json::array({stretch.kind, stretch.from_ms, stretch.to_ms}));
  return json;
}

std::optional<Journey> journey_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto ms = [&](const char* key) { return json.at(key).get<double>(); };
  Journey journey{ms("sent"),   ms("arrived"),  ms("started"),  ms("ended"),
                  ms("handed"), ms("answered"), ms("cpu_time"), {}};
  for (const Json& stretch : json.at("stretches"))
    journey.stretches.push_back(
        {stretch.at(0).get<std::string>(), stretch.at(1).get<double>(), stretch.at(2).get<double>()});
  return journey;
}

}  // namespace

Json row_json(const RequestRow& row) {
  return {{"user", nullable(row.user)},
          {"outcome", row.outcome},
          {"due_ms", row.due_ms},
          {"response_ms", row.response_ms},
          {"service_ms", nullable(row.service_ms)},
          {"queue_ms", nullable(row.queue_ms)},
          {"handler_ms", nullable(row.handler_ms)},
          {"worker", row.worker},
          {"journey_ms", journey_json(row.journey)}};
}

RequestRow row_from(const Json& json) {
  return {optional_at<std::uint32_t>(json, "user"),
          json.at("outcome").get<std::string>(),
          json.value("due_ms", 0.0),
          json.at("response_ms").get<double>(),
          optional_at<double>(json, "service_ms"),
          optional_at<double>(json, "queue_ms"),
          optional_at<double>(json, "handler_ms"),
          json.at("worker").get<std::string>(),
          json.contains("journey_ms") ? journey_from(json.at("journey_ms")) : std::nullopt};
}

}  // namespace hundred::loadtest
