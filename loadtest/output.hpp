#pragma once

#include <string>
#include <vector>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// Writes the report to each file, as JSON or text by the file's ending (.json, .txt).
/// @throws RunError, one line, if a file cannot be written.
void write_report(const Report& report, const std::vector<std::string>& files);

}  // namespace hundred::loadtest
