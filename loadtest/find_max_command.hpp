#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load find-max`: looks for the highest rate that keeps the limits, and prints the range in which it lies.
/// @returns the exit code. @throws UsageError, RunError.
int find_max_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
