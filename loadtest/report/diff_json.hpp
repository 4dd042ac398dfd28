#pragma once

#include <nlohmann/json.hpp>

#include "loadtest/report/diff.hpp"

namespace hundred::loadtest {

inline constexpr const char* diff_schema = "hundred.diff/1";

/// The difference as JSON of the schema "hundred.diff/1". Units stand in the keys; what is not known is null.
/// @param fail_above  in percent: what is worse by more is listed; nothing: that was not asked for
nlohmann::ordered_json to_json(const Diff& diff, const std::optional<double>& fail_above);

}  // namespace hundred::loadtest
