#include "tests/support/json_search.hpp"

#include <functional>

namespace hundred::test {
namespace {

using Json = nlohmann::json;

void visit(const Json& json, const std::function<void(const Json&)>& visitor) {
  visitor(json);
  if (!json.is_structured()) return;
  for (const Json& child : json) visit(child, visitor);
}

}  // namespace

bool holds_value(const Json& json, const Json& value) {
  bool found = false;
  visit(json, [&](const Json& node) { found = found || node == value; });
  return found;
}

std::vector<Json> objects_with(const Json& json, const std::string& key, const Json& value) {
  std::vector<Json> found;
  visit(json, [&](const Json& node) {
    if (node.is_object() && node.contains(key) && node[key] == value) found.push_back(node);
  });
  return found;
}

std::vector<Json> members(const Json& json, const std::string& key) {
  std::vector<Json> found;
  visit(json, [&](const Json& node) {
    if (node.is_object() && node.contains(key)) found.push_back(node[key]);
  });
  return found;
}

}  // namespace hundred::test
