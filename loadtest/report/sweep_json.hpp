#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

inline constexpr const char* sweep_schema = "hundred.sweep/1";

/// The sweep as JSON of the schema "hundred.sweep/1", with what follows from its points. Units stand in the keys; what
/// is not known is null.
nlohmann::ordered_json to_json(const Sweep& sweep);

/// Reads what to_json() wrote; keys that are not known are ignored.
/// @throws nlohmann::json::exception or std::out_of_range if something is missing or not what it should be.
Sweep sweep_from_json(const nlohmann::ordered_json& json);

}  // namespace hundred::loadtest
