#pragma once

#include <vector>

#include "loadtest/report/diff.hpp"

namespace hundred::loadtest {

/// In what the load, the options and the environment of two reports differ, beside the endpoints, and of comparisons
/// their modes. Options that only say what is printed, or where it goes, do not count.
std::vector<Condition> changed_conditions(const Report& before, const Report& after);
std::vector<Condition> changed_conditions(const Comparison& before, const Comparison& after);

}  // namespace hundred::loadtest
