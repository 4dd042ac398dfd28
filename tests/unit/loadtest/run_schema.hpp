#pragma once

#include <nlohmann/json.hpp>

namespace hundred::loadtest {

/// Whether the schema of runs, docs/schema/hundred.run-1.schema.json, has a place for such a value.
bool run_schema_has(const nlohmann::ordered_json::json_pointer& at);

}  // namespace hundred::loadtest
