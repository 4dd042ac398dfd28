#pragma once

#include <string>
#include <variant>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

using Saved = std::variant<Report, Comparison>;

/// Reads what `run` or `compare` wrote as JSON. @throws UsageError, one line that names the file, if it cannot be read
/// or holds neither.
Saved read_saved(const std::string& path);

}  // namespace hundred::loadtest
