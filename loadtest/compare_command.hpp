#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load compare`: starts a server in each mode, loads each endpoint, and prints what users saw side by side.
/// @returns the exit code. @throws UsageError, RunError.
int compare_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
