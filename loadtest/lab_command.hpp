#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load lab NAME`: runs one of the experiments, or says which there are. @returns the exit code.
/// @throws UsageError, RunError.
int lab_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
