#include "loadtest/report/saved.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "common/option_table.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/json.hpp"

namespace hundred::loadtest {

Saved read_saved(const std::string& path) {
  using Json = nlohmann::ordered_json;
  std::ifstream file(path);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) throw UsageError(fmt::format("{}: cannot be read", path));
  const Json json = Json::parse(content, nullptr, false);
  if (json.is_discarded()) throw UsageError(fmt::format("{}: is not JSON", path));
  const Json schema = json.is_object() ? json.value("schema", Json()) : Json();
  try {
    if (schema == run_schema) return report_from_json(json);
    if (schema == compare_schema) return comparison_from_json(json);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: is damaged: {}", path, error.what()));
  }
  throw UsageError(
      fmt::format("{}: is not a report of hundred-load (schema {} or {})", path, run_schema, compare_schema));
}

}  // namespace hundred::loadtest
