#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load diff OLD NEW`: how two saved runs, or two comparisons, differ.
/// @returns the exit code, exit_threshold if something is worse than --fail-above allows. @throws UsageError, RunError.
int diff_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
