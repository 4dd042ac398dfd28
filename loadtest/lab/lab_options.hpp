#pragma once

#include <string>
#include <vector>

#include "loadtest/load_options.hpp"
#include "loadtest/terminal.hpp"

namespace hundred::loadtest {

/// What `hundred-load lab NAME` was asked to do, beside running that experiment.
struct LabOptions {
  LoadOptions load;                    ///< of it the server's program and how to print
  std::string output;                  ///< a file for the JSON; empty: none
  std::vector<std::string> arguments;  ///< as they were given, the name first
};

/// The option table. The rows refer to `options`, which must outlive them.
std::vector<Option> lab_option_table(LabOptions& options);

/// @param name  the experiment's. @param arguments  what follows it. @throws UsageError
LabOptions parse_lab_options(const std::string& name, const std::vector<std::string>& arguments);

/// Prints the JSON of an experiment, and writes it to a file, if that is what the options ask for. @throws RunError,
/// one line, if it cannot be written.
void give_json(const std::string& text, const LabOptions& options, Terminal& terminal);

}  // namespace hundred::loadtest
