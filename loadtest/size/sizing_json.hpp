#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/size/sizing.hpp"

namespace hundred::loadtest {

/// By the schema docs/schema/hundred.size-1.schema.json.
nlohmann::ordered_json to_json(const Sizing& sizing);

}  // namespace hundred::loadtest
