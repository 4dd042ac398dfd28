#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// The parts of a run's JSON that only some runs have: connecting during the load, waiting, URLs, seconds, bystander,
// validity and thresholds.

/// Adds them to a run's JSON.
void add_details(const Report& report, nlohmann::ordered_json& json);
/// Reads what add_details() has added; what an older report lacks stays empty. @throws nlohmann::json::exception
void take_details(const nlohmann::ordered_json& json, Report& report);

}  // namespace hundred::loadtest
