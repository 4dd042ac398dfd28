#pragma once

#include <string>
#include <vector>

#include "loadtest/report/report.hpp"
#include "loadtest/run_options.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// `hundred-load run`: loads one endpoint and prints the report. @returns the exit code.
/// @throws UsageError, RunError.
int run_command(const std::vector<std::string>& arguments, Terminal& terminal);

/// The line that proposes what to do after a run, without its newline; empty if nothing is worth it.
std::string next_hint(const RunOptions& options, const Report& report);

}  // namespace hundred::loadtest
