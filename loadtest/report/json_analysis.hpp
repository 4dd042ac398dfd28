#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// What theory says, as JSON; null if it says nothing.
nlohmann::ordered_json prediction_json(const std::optional<Prediction>& prediction);
std::optional<Prediction> prediction_from(const nlohmann::ordered_json& json);

/// Adds to a run's JSON what was found in its figures: distribution, breakdowns, theory, fairness, findings.
void add_analysis(const Report& report, nlohmann::ordered_json& json);
/// Reads what add_analysis() wrote; what is missing stays as it is. @throws as nlohmann::json for what is damaged.
void take_analysis(const nlohmann::ordered_json& json, Report& report);

}  // namespace hundred::loadtest
