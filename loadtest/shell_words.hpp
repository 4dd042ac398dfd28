#pragma once

#include <string>
#include <vector>

namespace hundred::loadtest {

/// An argument as it may be typed; URLs always stand in quotes.
std::string for_the_shell(const std::string& argument);

/// A program and its arguments as they may be typed.
std::string shell_command(std::string program, const std::vector<std::string>& arguments);

/// The same behind a prompt, in lines of at most `text_width` columns, with a backslash at the end of each that goes
/// on; a longer word gets its own line. Ends with a newline.
std::string shell_command_lines(const std::string& program, const std::vector<std::string>& arguments,
                                const std::string& prompt);

}  // namespace hundred::loadtest
