#pragma once

#include <string>
#include <vector>

#include "loadtest/report/report.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {

/// Several reports as tables, a row each: one table for each endpoint and load, in the order in which they first
/// appear; the rows of a table from the fastest to the slowest. 80 columns, ends with a newline.
std::string to_table(const std::vector<Report>& reports, const Style& style);

}  // namespace hundred::loadtest
