#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/comparison.hpp"

namespace hundred::loadtest {

inline constexpr const char* compare_schema = "hundred.compare/1";

/// The comparison as JSON of the schema "hundred.compare/1"; each run in it is of the schema "hundred.run/1". Units
/// stand in the keys; what is not known is null.
nlohmann::ordered_json to_json(const Comparison& comparison);

/// Reads what to_json() wrote; keys that are not known are ignored.
/// @throws nlohmann::json::exception if something is missing or of another type.
Comparison comparison_from_json(const nlohmann::ordered_json& json);

}  // namespace hundred::loadtest
