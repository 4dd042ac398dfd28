#include "loadtest/report/json.hpp"

#include "loadtest/report/json_analysis.hpp"
#include "loadtest/report/json_details.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/json_rows.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// Kinds with a detail become objects: {"reset": 2, "unexpected_status": {"503": 7}}.
Json errors_json(const std::vector<ErrorCount>& errors) {
  Json json = Json::object();
  for (const ErrorCount& error : errors) {
    if (error.detail.empty())
      json[error.kind] = error.count;
    else
      json[error.kind][error.detail] = error.count;
  }
  return json;
}

std::vector<ErrorCount> errors_from(const Json& json) {
  std::vector<ErrorCount> errors;
  for (const auto& [kind, value] : json.items()) {
    if (!value.is_object()) {
      errors.push_back({kind, "", value.get<std::uint64_t>()});
      continue;
    }
    for (const auto& [detail, count] : value.items()) errors.push_back({kind, detail, count.get<std::uint64_t>()});
  }
  return errors;
}

Json answered_json(const std::optional<Answered>& answered) {
  if (!answered) return nullptr;
  return {
      {"half", nullable(answered->half_ms)}, {"p95", nullable(answered->p95_ms)}, {"all", nullable(answered->all_ms)}};
}

std::optional<Answered> answered_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Answered{optional_at<double>(json, "half"), optional_at<double>(json, "p95"),
                  optional_at<double>(json, "all")};
}

Json workers_json(const std::vector<client::WorkerShare>& workers) {
  Json json = Json::object();
  for (const client::WorkerShare& worker : workers) json[worker.name] = worker.requests;
  return json;
}

}  // namespace

Json to_json(const Report& r) {
  Json json{
      {"schema", run_schema},
      {"load", load_json(r.load)},
      {"url", r.url},
      {"endpoint", r.endpoint},
      {"mode", r.mode.empty() ? Json(nullptr) : Json(r.mode)},
      {"run_by", r.run_by.empty() ? Json(nullptr) : Json(r.run_by)},
      {"server_workers", nullable(r.server_workers)},
      {"pinned_workers", nullable(r.pinned_workers)},
      {"interrupted", r.interrupted},
      {"counts", counts_json(r.counts)},
      {"errors", errors_json(r.errors)},
      {"connect_ms", summary_json(r.connect)},
      {"connections",
       {{"not_accepted_at_release", r.not_accepted}, {"reconnects", r.reconnects}, {"asked_again", r.asked_again}}},
      {"answered_ms", answered_json(r.answered)},
      {"throughput_per_s", nullable(r.throughput_per_s)},
      {"elapsed_ms", r.elapsed_ms},
      {"body_bytes", r.body_bytes},
      {"latency_ms",
       {{"response", summary_json(r.response)},
        {"service", summary_json(r.service)},
        {"send_lag", summary_json(r.send_lag)}}},
      {"breakdown_ms", r.breakdown ? breakdown_json(*r.breakdown) : Json(nullptr)},
      {"workers", workers_json(r.workers)}};
  add_details(r, json);
  add_analysis(r, json);
  json["server"] = usage_json(r.usage);
  json["environment"] = environment_json(r.environment);
  json["requests"] = Json::array();
  for (const RequestRow& row : r.requests) json["requests"].push_back(row_json(row));
  return json;
}

Report report_from_json(const Json& json) {
  Report r;
  r.load = load_from(json.at("load"));
  r.url = json.at("url").get<std::string>();
  r.endpoint = json.at("endpoint").get<std::string>();
  r.mode = optional_at<std::string>(json, "mode").value_or("");
  r.run_by = optional_at<std::string>(json, "run_by").value_or("");
  if (json.contains("server_workers")) r.server_workers = optional_at<std::uint64_t>(json, "server_workers");
  if (json.contains("pinned_workers")) r.pinned_workers = optional_at<std::uint64_t>(json, "pinned_workers");
  r.interrupted = json.at("interrupted").get<bool>();
  r.counts = counts_from(json.at("counts"));
  r.errors = errors_from(json.at("errors"));
  r.connect = summary_from(json.at("connect_ms"));
  r.not_accepted = json.at("connections").at("not_accepted_at_release").get<std::uint64_t>();
  r.reconnects = json.at("connections").at("reconnects").get<std::uint64_t>();
  r.asked_again = json.at("connections").value("asked_again", std::uint64_t{0});
  r.answered = answered_from(json.at("answered_ms"));
  r.throughput_per_s = optional_at<double>(json, "throughput_per_s");
  r.elapsed_ms = json.at("elapsed_ms").get<double>();
  r.body_bytes = json.at("body_bytes").get<std::uint64_t>();
  r.response = summary_from(json.at("latency_ms").at("response"));
  r.service = summary_from(json.at("latency_ms").at("service"));
  if (!json.at("breakdown_ms").is_null()) r.breakdown = breakdown_from(json.at("breakdown_ms"));
  for (const auto& [name, requests] : json.at("workers").items())
    r.workers.push_back({name, requests.get<std::uint64_t>()});
  if (json.at("latency_ms").contains("send_lag")) r.send_lag = summary_from(json.at("latency_ms").at("send_lag"));
  take_details(json, r);
  take_analysis(json, r);
  if (json.contains("server")) r.usage = usage_from(json.at("server"));
  for (const Json& row : json.at("requests")) r.requests.push_back(row_from(row));
  r.environment = environment_from(json.at("environment"));
  return r;
}

}  // namespace hundred::loadtest
