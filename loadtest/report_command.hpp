#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load report FILE...`: renders saved reports as text. @returns the exit code. @throws UsageError.
int report_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
