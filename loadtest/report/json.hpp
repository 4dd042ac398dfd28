#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

inline constexpr const char* run_schema = "hundred.run/1";

/// The report as JSON of the schema "hundred.run/1". Units stand in the keys; what is not known is null.
nlohmann::ordered_json to_json(const Report& report);

/// Reads what to_json() wrote; keys that are not known are ignored.
/// @throws nlohmann::json::exception if something is missing or of another type.
Report report_from_json(const nlohmann::ordered_json& json);

}  // namespace hundred::loadtest
