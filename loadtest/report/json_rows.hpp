#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/parts.hpp"

namespace hundred::loadtest {

/// A request that is shown by itself, its way through the server included.
nlohmann::ordered_json row_json(const RequestRow& row);
/// @throws as nlohmann::json for what is damaged.
RequestRow row_from(const nlohmann::ordered_json& json);

}  // namespace hundred::loadtest
