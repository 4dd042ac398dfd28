#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load size`: says how many workers each mode needs to meet limits at a rate, by theory and by runs.
/// @returns the exit code. @throws UsageError, RunError.
int size_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
