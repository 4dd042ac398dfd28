#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load sweep`: loads an endpoint with more and more users, workers or requests per second, and prints the
/// curve. @returns the exit code. @throws UsageError, RunError.
int sweep_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
