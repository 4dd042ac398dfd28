#include "loadtest/report/json_parts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace hundred::loadtest {

using Json = nlohmann::ordered_json;

namespace {

/// By LoadKind.
constexpr std::array<const char*, 3> kind_names{"burst", "closed loop", "open loop"};

}  // namespace

Json figures_json(const NamedFigures& figures) {
  Json json = Json::object();
  for (const auto& [name, value] : figures) json[name] = value;
  return json;
}

NamedFigures figures_from(const Json& json, std::string_view except) {
  NamedFigures figures;
  for (const auto& [name, value] : json.items())
    if (name != except && name != "count") figures.emplace_back(name, value.get<double>());
  return figures;
}

Json summary_json(const Summary& summary) {
  Json json{{"count", summary.count}};
  json.update(figures_json(summary.figures));
  return json;
}

Summary summary_from(const Json& json) { return {json.at("count").get<std::uint64_t>(), figures_from(json, "")}; }

Json counts_json(const Counts& c) {
  return {
      {"sent", c.sent}, {"ok", c.ok}, {"failed", c.failed}, {"timed_out", c.timed_out}, {"unanswered", c.unanswered}};
}

Counts counts_from(const Json& json) {
  return {json.at("sent").get<std::uint64_t>(), json.at("ok").get<std::uint64_t>(),
          json.at("failed").get<std::uint64_t>(), json.at("timed_out").get<std::uint64_t>(),
          json.at("unanswered").get<std::uint64_t>()};
}

std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Json load_json(const LoadFacts& load) {
  return {{"words", load.words},
          {"kind", kind_names[static_cast<std::size_t>(load.kind)]},
          {"users", load.users},
          {"requests", nullable(load.requests)},
          {"duration_ms", nullable(load.duration_ms)},
          {"rate_per_s", nullable(load.rate_per_s)},
          {"think_ms", load.think_ms},
          {"warmup_ms", load.warmup_ms},
          {"timeout_ms", load.timeout_ms},
          {"generator_threads", load.threads}};
}

LoadFacts load_from(const Json& json) {
  LoadFacts load;
  load.words = json.at("words").get<std::string>();
  const auto kind = std::find(kind_names.begin(), kind_names.end(), json.at("kind").get<std::string>());
  if (kind == kind_names.end()) throw std::out_of_range("a kind of load that is not known");
  load.kind = static_cast<LoadKind>(kind - kind_names.begin());
  load.users = json.at("users").get<std::uint64_t>();
  load.requests = optional_at<std::uint64_t>(json, "requests");
  load.duration_ms = optional_at<double>(json, "duration_ms");
  load.timeout_ms = json.at("timeout_ms").get<double>();
  load.think_ms = json.at("think_ms").get<double>();
  load.warmup_ms = json.value("warmup_ms", 0.0);
  if (json.contains("rate_per_s")) load.rate_per_s = optional_at<double>(json, "rate_per_s");
  load.threads = json.at("generator_threads").get<std::uint64_t>();
  return load;
}

Json breakdown_json(const Breakdown& breakdown) {
  Json json{{"count", breakdown.count}, {"total", breakdown.total_ms}};
  json.update(figures_json(breakdown.parts));
  return json;
}

Breakdown breakdown_from(const Json& json) {
  return {"", json.at("count").get<std::uint64_t>(), json.at("total").get<double>(), figures_from(json, "total")};
}

Json work_json(const Work& work) { return {{"total", work.total_ms}, {"cpu", work.cpu_ms}, {"wait", work.wait_ms}}; }

Work work_from(const Json& json) {
  return {json.at("total").get<double>(), json.at("cpu").get<double>(), json.at("wait").get<double>()};
}

Json usage_json(const std::optional<Usage>& usage) {
  if (!usage) return nullptr;
  return {{"cpu_ms", usage->cpu_ms},
          {"peak_pss_bytes", nullable(usage->peak_pss_bytes)},
          {"peak_threads", usage->peak_threads},
          {"peak_processes", usage->peak_processes},
          {"voluntary_switches", nullable(usage->voluntary_switches)},
          {"involuntary_switches", nullable(usage->involuntary_switches)}};
}

std::optional<Usage> usage_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Usage{json.at("cpu_ms").get<double>(),
               json.at("peak_threads").get<std::uint64_t>(),
               json.at("peak_processes").get<std::uint64_t>(),
               optional_at<std::uint64_t>(json, "peak_pss_bytes"),
               optional_at<std::uint64_t>(json, "voluntary_switches"),
               optional_at<std::uint64_t>(json, "involuntary_switches")};
}

Json verdict_json(Verdict verdict) { return verdict_names.at(static_cast<std::size_t>(verdict)); }

Verdict verdict_from(const Json& json) {
  const auto found = std::find(verdict_names.begin(), verdict_names.end(), json.get<std::string>());
  if (found == verdict_names.end()) throw std::out_of_range("a verdict that is not known");
  return static_cast<Verdict>(found - verdict_names.begin());
}

Json environment_json(const Environment& e) {
  return {{"hundred_load", e.version},
          {"started_at", e.started_at},
          {"system", e.system},
          {"cpus", e.cpus},
          {"shares_cpus", nullable(e.shares_cpus)},
          {"arguments", e.arguments}};
}

Environment environment_from(const Json& json) {
  Environment e{json.at("hundred_load").get<std::string>(),
                json.at("started_at").get<std::string>(),
                json.at("system").get<std::string>(),
                json.at("cpus").get<std::uint64_t>(),
                {},
                {}};
  if (json.contains("shares_cpus")) e.shares_cpus = optional_at<bool>(json, "shares_cpus");
  if (json.contains("arguments")) e.arguments = json.at("arguments").get<std::vector<std::string>>();
  return e;
}

}  // namespace hundred::loadtest
