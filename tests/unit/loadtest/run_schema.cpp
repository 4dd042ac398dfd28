#include "tests/unit/loadtest/run_schema.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// Where "$ref" leads, and what stands beside it.
const Json& resolved(const Json& schema, const Json& whole) {
  return schema.contains("$ref") ? whole.at(Json::json_pointer(schema.at("$ref").get<std::string>().substr(1)))
                                 : schema;
}

const Json* child(const Json& schema, const std::string& key) {
  if (schema.contains("properties") && schema.at("properties").contains(key)) return &schema.at("properties").at(key);
  const bool number = key.find_first_not_of("0123456789") == std::string::npos;
  if (number && schema.contains("items")) return &schema.at("items");
  const auto more = schema.find("additionalProperties");
  return more != schema.end() && more->is_object() ? &*more : nullptr;
}

}  // namespace

bool run_schema_has(const Json::json_pointer& at) {
  const Json whole = Json::parse(std::ifstream(RUN_SCHEMA));
  std::vector<std::string> keys;
  for (Json::json_pointer rest = at; !rest.empty(); rest = rest.parent_pointer()) keys.push_back(rest.back());
  std::reverse(keys.begin(), keys.end());
  const Json* schema = &whole;
  for (const std::string& key : keys)
    if (schema = child(resolved(*schema, whole), key); schema == nullptr) return false;
  return true;
}

}  // namespace hundred::loadtest
