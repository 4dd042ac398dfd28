#pragma once

#include <string>
#include <vector>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// What the data of a report means, in plain sentences: at most six findings, the most important first. Each is
/// computed from the report and is there only where the report bears it; whoever needs no finding gets none.
std::vector<std::string> findings(const Report& report);

}  // namespace hundred::loadtest
