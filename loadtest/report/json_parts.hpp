#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// What the JSON of runs and of comparisons share. The readers throw nlohmann::json::exception.

/// As it is printed and saved: indented, with a newline at the end. Bytes that are not UTF-8, which a server may send,
/// become U+FFFD.
std::string json_text(const nlohmann::ordered_json& json);

using NamedFigures = std::vector<std::pair<std::string, double>>;
nlohmann::ordered_json figures_json(const NamedFigures& figures);
/// All but "count" and `except`.
NamedFigures figures_from(const nlohmann::ordered_json& json, std::string_view except);
nlohmann::ordered_json summary_json(const Summary& summary);
Summary summary_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json counts_json(const Counts& counts);
Counts counts_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json load_json(const LoadFacts& load);
LoadFacts load_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json breakdown_json(const Breakdown& breakdown);
Breakdown breakdown_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json work_json(const Work& work);
Work work_from(const nlohmann::ordered_json& json);
/// Null if it is not known.
nlohmann::ordered_json usage_json(const std::optional<Usage>& usage);
std::optional<Usage> usage_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json verdict_json(Verdict verdict);
Verdict verdict_from(const nlohmann::ordered_json& json);
nlohmann::ordered_json environment_json(const Environment& environment);
Environment environment_from(const nlohmann::ordered_json& json);

template <class Value>
nlohmann::ordered_json nullable(const std::optional<Value>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

template <class Value>
std::optional<Value> optional_at(const nlohmann::ordered_json& json, const char* key) {
  const nlohmann::ordered_json& value = json.at(key);
  return value.is_null() ? std::nullopt : std::optional(value.get<Value>());
}

}  // namespace hundred::loadtest
