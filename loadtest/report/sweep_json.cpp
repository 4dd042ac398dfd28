#include "loadtest/report/sweep_json.hpp"

#include <algorithm>
#include <stdexcept>

#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/sweep_text.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Swept swept_from(const Json& json) {
  const auto found = std::find(swept_names.begin(), swept_names.end(), json.get<std::string>());
  if (found == swept_names.end()) throw std::out_of_range("something swept that is not known");
  return static_cast<Swept>(found - swept_names.begin());
}

Json little_json(const std::optional<Little>& little) {
  if (!little) return nullptr;
  return {{"rate_per_s", little->rate_per_s},
          {"cycle_ms", little->cycle_ms},
          {"expected", little->expected},
          {"actual", little->actual},
          {"verdict", verdict_json(little->verdict)}};
}

std::optional<Little> little_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Little{json.at("rate_per_s").get<double>(), json.at("cycle_ms").get<double>(),
                json.at("expected").get<double>(), json.at("actual").get<double>(), verdict_from(json.at("verdict"))};
}

Json theory_json(const std::optional<PointTheory>& theory) {
  if (!theory) return nullptr;
  return {{"throughput_per_s", theory->throughput_per_s}, {"response_ms", nullable(theory->response_ms)}};
}

std::optional<PointTheory> theory_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return PointTheory{json.at("throughput_per_s").get<double>(), optional_at<double>(json, "response_ms")};
}

Json point_json(const SweepPoint& point) {
  return {{"value", point.value},
          {"duration_ms", point.duration_ms},
          {"counts", counts_json(point.counts)},
          {"throughput_per_s", nullable(point.throughput_per_s)},
          {"response_ms", summary_json(point.response)},
          {"little", little_json(point.little)},
          {"validity", {{"verdict", verdict_json(point.verdict)}, {"words", point.reason}}},
          {"prediction", theory_json(point.theory)}};
}

SweepPoint point_from(const Json& json) {
  SweepPoint point;
  point.value = json.at("value").get<double>();
  point.duration_ms = json.at("duration_ms").get<double>();
  point.counts = counts_from(json.at("counts"));
  point.throughput_per_s = optional_at<double>(json, "throughput_per_s");
  point.response = summary_from(json.at("response_ms"));
  point.little = little_from(json.at("little"));
  point.verdict = verdict_from(json.at("validity").at("verdict"));
  point.reason = json.at("validity").at("words").get<std::string>();
  point.theory = theory_from(json.at("prediction"));
  return point;
}

Json fit_json(const std::optional<Scaling>& scaling) {
  if (!scaling) return nullptr;
  const auto& law = scaling->law;
  return {{"better", scaling->law_is_better ? "scalability_law" : "hard_limit"},
          {"hard_limit",
           {{"each_per_s", scaling->hard.each}, {"limit", scaling->hard.limit}, {"residual", scaling->hard.residual}}},
          {"scalability_law", law ? Json{{"each_per_s", law->each},
                                         {"sigma", law->sigma},
                                         {"kappa", law->kappa},
                                         {"peak", nullable(law->peak())},
                                         {"residual", law->residual}}
                                  : Json(nullptr)}};
}

Json knee_json(const std::optional<Knee>& knee) {
  if (!knee) return nullptr;
  return {{"at", knee->at}, {"below", knee->below}, {"above", nullable(knee->above)}};
}

/// What follows from the points is for others to read: it is not read back.
Json curve_json(const Sweep& sweep, const Curve& curve) {
  Json json{{"mode", curve.mode.empty() ? Json(nullptr) : Json(curve.mode)},
            {"run_by", curve.run_by.empty() ? Json(nullptr) : Json(curve.run_by)},
            {"server_workers", nullable(curve.workers)},
            {"points", Json::array()},
            {"fit", fit_json(scaling_of(sweep, curve))},
            {"knee", knee_json(knee_of(sweep, curve))},
            {"findings", curve_findings(sweep, curve)},
            {"failure", nullable(curve.failure)}};
  for (const SweepPoint& point : curve.points) json["points"].push_back(point_json(point));
  return json;
}

Curve curve_from(const Json& json) {
  Curve curve{optional_at<std::string>(json, "mode").value_or(""),
              optional_at<std::string>(json, "run_by").value_or(""),
              optional_at<std::uint64_t>(json, "server_workers"),
              {},
              optional_at<std::string>(json, "failure")};
  for (const Json& point : json.at("points")) curve.points.push_back(point_from(point));
  return curve;
}

}  // namespace

Json to_json(const Sweep& sweep) {
  Json json{{"schema", sweep_schema},
            {"over", swept_names.at(static_cast<std::size_t>(sweep.over))},
            {"values", sweep.values},
            {"endpoint", sweep.endpoint},
            {"alone_ms", sweep.alone ? work_json(sweep.alone->work) : Json(nullptr)},
            {"effective_cpus", sweep.alone ? Json(sweep.alone->cpus) : Json(nullptr)},
            {"load",
             {{"words", sweep.load.words},
              {"kind", sweep.load.open_loop ? "open loop" : "closed loop"},
              {"users", nullable(sweep.load.users)},
              {"think_ms", sweep.load.think_ms}}},
            {"interrupted", sweep.interrupted},
            {"curves", Json::array()},
            {"environment", environment_json(sweep.environment)}};
  for (const Curve& curve : sweep.curves) json["curves"].push_back(curve_json(sweep, curve));
  return json;
}

Sweep sweep_from_json(const Json& json) {
  Sweep sweep;
  sweep.over = swept_from(json.at("over"));
  sweep.values = json.at("values").get<std::vector<double>>();
  sweep.endpoint = json.at("endpoint").get<std::string>();
  if (!json.at("alone_ms").is_null())
    sweep.alone = {sweep.endpoint, work_from(json.at("alone_ms")), json.at("effective_cpus").get<double>()};
  const Json& load = json.at("load");
  sweep.load = {load.at("words").get<std::string>(), load.at("kind").get<std::string>() == "open loop",
                optional_at<std::uint64_t>(load, "users"), load.at("think_ms").get<double>()};
  sweep.interrupted = json.at("interrupted").get<bool>();
  for (const Json& curve : json.at("curves")) sweep.curves.push_back(curve_from(curve));
  sweep.environment = environment_from(json.at("environment"));
  if (sweep.values.empty() || sweep.curves.empty()) throw std::out_of_range("it has no curve");
  return sweep;
}

}  // namespace hundred::loadtest
