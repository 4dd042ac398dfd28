#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load report FILE...`: renders saved reports as text, one as a page too. @returns the exit code. @throws
/// UsageError.
int report_command(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
