#include "loadtest/report/json_analysis.hpp"

#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json bounds_json(const Bounds& bounds) { return {{"least", bounds.least}, {"most", bounds.most}}; }
Bounds bounds_from(const Json& json) { return {json.at("least").get<double>(), json.at("most").get<double>()}; }

Json staircase_json(const std::vector<Stair>& steps) {
  Json json = Json::array();
  for (const Stair& step : steps) json.push_back({{"ms", step.ms}, {"users", step.users}});
  return json;
}

std::vector<Stair> staircase_from(const Json& json) {
  std::vector<Stair> steps;
  for (const Json& step : json) steps.push_back({step.at("ms").get<double>(), step.at("users").get<std::uint64_t>()});
  return steps;
}

/// A column each: there may be hundreds of points.
Json curve_json(const std::vector<CurvePoint>& curve) {
  Json quantile = Json::array(), response = Json::array(), service = Json::array();
  for (const CurvePoint& point : curve) {
    quantile.push_back(point.quantile);
    response.push_back(point.response_ms);
    service.push_back(point.service_ms);
  }
  return {{"quantile", quantile}, {"response_ms", response}, {"service_ms", service}};
}

std::vector<CurvePoint> curve_from(const Json& json) {
  std::vector<CurvePoint> curve;
  for (std::size_t i = 0; i < json.at("quantile").size(); ++i)
    curve.push_back({json.at("quantile").at(i).get<double>(), json.at("response_ms").at(i).get<double>(),
                     json.at("service_ms").at(i).get<double>()});
  return curve;
}

Json breakdowns_json(const std::vector<Breakdown>& breakdowns) {
  Json json = Json::object();
  for (const Breakdown& breakdown : breakdowns) json[breakdown.at] = breakdown_json(breakdown);
  return json;
}

Json fairness_json(const std::optional<Fairness>& fairness) {
  if (!fairness) return nullptr;
  return {{"workers_index", nullable(fairness->workers_index)},
          {"users_index", nullable(fairness->users_index)},
          {"users", fairness->users},
          {"median_user_ms", fairness->median_user_ms},
          {"slowest_user_ms", fairness->slowest_user_ms},
          {"slowest_user", fairness->slowest_user}};
}

std::optional<Fairness> fairness_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Fairness{optional_at<double>(json, "workers_index"), optional_at<double>(json, "users_index"),
                  json.at("users").get<std::uint64_t>(),      json.at("median_user_ms").get<double>(),
                  json.at("slowest_user_ms").get<double>(),   json.at("slowest_user").get<std::uint32_t>()};
}

Json heat_map_json(const std::optional<HeatMap>& map) {
  if (!map) return nullptr;
  return {{"column_s", map->column_s}, {"edges_ms", map->edges_ms}, {"counts", map->counts}};
}

std::optional<HeatMap> heat_map_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return HeatMap{json.at("column_s").get<double>(), json.at("edges_ms").get<std::vector<double>>(),
                 json.at("counts").get<std::vector<std::vector<std::uint64_t>>>()};
}

}  // namespace

Json prediction_json(const std::optional<Prediction>& prediction) {
  if (!prediction) return nullptr;
  Json json{{"alone_ms", work_json(prediction->work)}, {"effective_cpus", prediction->cpus}};
  if (prediction->burst) {
    json["half_ms"] = bounds_json(prediction->burst->half_ms);
    json["all_ms"] = bounds_json(prediction->burst->all_ms);
    json["staircase"] = staircase_json(prediction->steps);
  }
  if (prediction->loop) {
    json["throughput_per_s"] = prediction->loop->throughput_per_s;
    json["response_ms"] = prediction->loop->response_ms;
  }
  return json;
}

std::optional<Prediction> prediction_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  Prediction prediction{work_from(json.at("alone_ms")), json.at("effective_cpus").get<double>(), {}, {}, {}};
  if (json.contains("all_ms")) {
    prediction.burst = {bounds_from(json.at("half_ms")), bounds_from(json.at("all_ms"))};
    prediction.steps = staircase_from(json.at("staircase"));
  }
  if (json.contains("throughput_per_s"))
    prediction.loop = {json.at("throughput_per_s").get<double>(), json.at("response_ms").get<double>()};
  return prediction;
}

void add_analysis(const Report& r, Json& json) {
  json["percentile_curve"] = curve_json(r.curve);
  json["breakdown_at_ms"] = breakdowns_json(r.breakdowns);
  json["prediction"] = prediction_json(r.prediction);
  json["fairness"] = fairness_json(r.fairness);
  json["heat_map"] = heat_map_json(r.heat_map);
  json["findings"] = r.findings;
}

void take_analysis(const Json& json, Report& r) {
  if (json.contains("percentile_curve")) r.curve = curve_from(json.at("percentile_curve"));
  if (json.contains("breakdown_at_ms"))
    for (const auto& [at, breakdown] : json.at("breakdown_at_ms").items()) {
      r.breakdowns.push_back(breakdown_from(breakdown));
      r.breakdowns.back().at = at;
    }
  if (json.contains("prediction")) r.prediction = prediction_from(json.at("prediction"));
  if (json.contains("fairness")) r.fairness = fairness_from(json.at("fairness"));
  if (json.contains("heat_map")) r.heat_map = heat_map_from(json.at("heat_map"));
  if (json.contains("findings")) r.findings = json.at("findings").get<std::vector<std::string>>();
}

}  // namespace hundred::loadtest
