#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "loadtest/find_max/found.hpp"

namespace hundred::loadtest {

/// Of the schema "hundred.find-max/1". Units stand in the keys; what is not known is null.
nlohmann::ordered_json to_json(const FoundRate& found);

/// A table of the steps (RFC 4180, but lines end in a single LF), in the order in which they were measured: a header,
/// then a row each. Times are milliseconds; what is not known is empty.
std::string to_csv(const FoundRate& found);

}  // namespace hundred::loadtest
