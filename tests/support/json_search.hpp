#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hundred::test {

/// Whether `value` stands anywhere in `json`, at whatever depth and under whatever key.
bool holds_value(const nlohmann::json& json, const nlohmann::json& value);

/// Every object in `json`, at whatever depth, whose member `key` is `value`.
std::vector<nlohmann::json> objects_with(const nlohmann::json& json, const std::string& key,
                                         const nlohmann::json& value);

/// The values of every member `key`, at whatever depth.
std::vector<nlohmann::json> members(const nlohmann::json& json, const std::string& key);

}  // namespace hundred::test
