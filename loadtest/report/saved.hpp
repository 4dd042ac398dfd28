#pragma once

#include <string>
#include <variant>

#include "loadtest/report/comparison.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/sweep.hpp"

namespace hundred::loadtest {

using Saved = std::variant<Report, Comparison, Sweep>;

/// Reads what `run`, `compare` or `sweep` wrote as JSON.
/// @param path  of the file; or of a folder: its report.json, or, if it has none, the comparisons in its folders, which
/// must be of the same load, endpoints and modes: one comparison with the rounds of all.
/// @throws UsageError, one line that names the file, if it cannot be read or holds none of them.
Saved read_saved(const std::string& path);

}  // namespace hundred::loadtest
