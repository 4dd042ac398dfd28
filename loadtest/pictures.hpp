#pragma once

#include <string>
#include <string_view>

namespace hundred::loadtest {

/// A command that opens a report's page in a browser, to be pasted into a shell where the file can be found: under WSL
/// Windows' browser. Without such a command, what to do instead.
/// @param kernel  as /proc/version has it. @param has_xdg_open  whether the command xdg-open can be found
std::string how_to_open(const std::string& file, std::string_view kernel, bool has_xdg_open);
/// The same on this machine.
std::string how_to_open(const std::string& file);

/// A word of a shell that stands for the text: in single quotes unless it needs none.
std::string shell_word(const std::string& text);

}  // namespace hundred::loadtest
