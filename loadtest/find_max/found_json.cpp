#include "loadtest/find_max/found_json.hpp"

#include <fmt/format.h>

#include <array>

#include "loadtest/find_max/likely_rate.hpp"
#include "loadtest/find_max/search.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// By RateVerdict.
constexpr std::array<const char*, 4> verdict_names{"met", "not_met", "unclear", "invalid"};

const char* name(RateVerdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

Json limit_json(const LimitAtRate& limit) {
  return {{"limit", limit.result.text},
          {"measured", nullable(limit.result.measured)},
          {"likely_least", limit.likely ? Json(limit.likely->least) : Json(nullptr)},
          {"likely_most", limit.likely ? Json(limit.likely->most) : Json(nullptr)},
          {"verdict", name(limit.verdict)}};
}

Json step_json(const RateStep& step) {
  Json json{{"rate_per_s", step.rate_per_s},
            {"duration_ms", step.seconds * 1e3},
            {"users", step.users},
            {"counts", counts_json(step.counts)},
            {"response_ms", summary_json(step.response)},
            {"hiccups",
             {{"count", step.disturbance.hiccups},
              {"longest_ms", step.disturbance.longest_ms},
              {"left_out", step.disturbance.left_out}}},
            {"limits", Json::array()},
            {"verdict", name(step.verdict)},
            {"remark", step.remark},
            {"suspicion", step.suspicion},
            {"late_at", step.late && !step.late->at.empty() ? Json(step.late->at) : Json(nullptr)},
            {"late_ms", step.late ? breakdown_json(*step.late) : Json(nullptr)}};
  for (const LimitAtRate& limit : step.limits) json["limits"].push_back(limit_json(limit));
  return json;
}

Json servers_json(std::uint64_t count) { return count == Servers::unlimited ? Json(nullptr) : Json(count); }

Json theory_json(const std::optional<RateTheory>& theory) {
  if (!theory) return nullptr;
  const OpenQueue& queue = theory->queue;
  return {{"rate_per_s", theory->rate_per_s()},
          {"capacity_per_s", theory->capacity_per_s},
          {"simulated", theory->simulated},
          {"servers_computing", servers_json(queue.servers.computing)},
          {"servers_waiting", servers_json(queue.servers.waiting)},
          {"effective_cpus", queue.cpus}};
}

Json answer_json(const FoundRate& found) {
  const RateRange range = range_of(found.steps);
  return {{"met_per_s", nullable(range.met)},
          {"not_met_per_s", nullable(range.not_met)},
          {"likely_per_s", nullable(likely_rate(found.steps))},
          {"unclear_per_s", range.unclear},
          {"invalid_per_s", nullable(range.invalid)}};
}

std::string cell(const std::optional<double>& value) { return value ? fmt::format("{:.6g}", *value) : ""; }

std::string row(const RateStep& step) {
  const LimitAtRate& first = step.limits.front();
  std::string text =
      fmt::format("{:g},{:g},{},{},{},{},{},{}", step.rate_per_s, step.seconds, step.users, step.counts.sent,
                  step.counts.ok, step.counts.failed, step.counts.timed_out, name(step.verdict));
  text += "," + (first.likely ? cell(first.likely->least) + "," + cell(first.likely->most) : ",");
  text += "," + cell(step.response.figure("mean"));
  for (const auto& percentile : percentiles()) text += "," + cell(step.response.figure(percentile.first));
  return text + "," + cell(step.response.figure("max")) + fmt::format(",{}\n", step.disturbance.left_out);
}

}  // namespace

Json to_json(const FoundRate& found) {
  Json json{{"schema", "hundred.find-max/1"},
            {"limits", found.limits},
            {"endpoint", found.endpoint},
            {"mode", found.mode},
            {"run_by", found.run_by},
            {"fresh_servers", found.fresh_servers},
            {"arrivals", found.arrivals == client::Arrivals::poisson ? "poisson" : "constant"},
            {"seed", found.seed},
            {"threads", found.threads},
            {"answer", answer_json(found)},
            {"out_of_time", found.out_of_time},
            {"interrupted", found.interrupted},
            {"alone_ms", found.work ? work_json(*found.work) : Json(nullptr)},
            {"theory", theory_json(found.theory)},
            {"steps", Json::array()},
            {"environment", environment_json(found.environment)}};
  for (const RateStep& step : found.steps) json["steps"].push_back(step_json(step));
  return json;
}

std::string to_csv(const FoundRate& found) {
  std::string text =
      "rate_per_s,duration_s,users,sent,ok,failed,timed_out,verdict,first_limit_likely_least,first_limit_likely_most,"
      "mean_ms";
  for (const auto& percentile : percentiles()) text += fmt::format(",{}_ms", percentile.first);
  text += ",max_ms,left_out\n";
  for (const RateStep& step : found.steps) text += row(step);
  return text;
}

}  // namespace hundred::loadtest
