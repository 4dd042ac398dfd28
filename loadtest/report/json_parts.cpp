#include "loadtest/report/json_parts.hpp"

#include <string>

namespace hundred::loadtest {

using Json = nlohmann::ordered_json;

std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Json load_json(const LoadFacts& load) {
  return {{"words", load.words},
          {"kind", load.burst ? "burst" : "closed loop"},
          {"users", load.users},
          {"requests", nullable(load.requests)},
          {"duration_ms", nullable(load.duration_ms)},
          {"think_ms", 0},
          {"timeout_ms", load.timeout_ms},
          {"generator_threads", 1}};
}

LoadFacts load_from(const Json& json) {
  return {json.at("words").get<std::string>(),      json.at("kind") == "burst",
          json.at("users").get<std::uint64_t>(),    optional_at<std::uint64_t>(json, "requests"),
          optional_at<double>(json, "duration_ms"), json.at("timeout_ms").get<double>()};
}

Json environment_json(const Environment& e) {
  return {{"hundred_load", e.version}, {"started_at", e.started_at}, {"system", e.system}, {"cpus", e.cpus}};
}

Environment environment_from(const Json& json) {
  return {json.at("hundred_load").get<std::string>(), json.at("started_at").get<std::string>(),
          json.at("system").get<std::string>(), json.at("cpus").get<std::uint64_t>()};
}

}  // namespace hundred::loadtest
