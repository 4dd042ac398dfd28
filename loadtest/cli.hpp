#pragma once

#include <string>
#include <vector>

#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_invalid = 3;
inline constexpr int exit_threshold = 99;
inline constexpr int exit_interrupted = 130;

/// The whole of hundred-load: picks the command and runs it; errors become one line on terminal.err.
/// @param arguments  without the program's name.  @returns the exit code.
int run_program(const std::vector<std::string>& arguments, Terminal& terminal);

}  // namespace hundred::loadtest
