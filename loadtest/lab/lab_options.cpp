#include "loadtest/lab/lab_options.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>

#include "client/errors.hpp"

namespace hundred::loadtest {
namespace {

bool ends_in_json(const std::string& file) { return file.ends_with(".json"); }

}  // namespace

std::vector<Option> lab_option_table(LabOptions& options) {
  std::vector<Option> rows{{"-o,--output", "FILE", "also write what came of it to a file, as JSON",
                            text(options.output, "a file that ends in .json", ends_in_json), "none", true}};
  for (Option& row : server_rows(options.load))
    if (row.long_name() == "server") rows.push_back(row);
  for (Option& row : print_rows(options.load)) rows.push_back(row);
  return rows;
}

LabOptions parse_lab_options(const std::string& name, const std::vector<std::string>& arguments) {
  LabOptions options;
  options.arguments = {name};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  ChosenOptions chosen;
  const auto rest = apply_arguments(lab_option_table(options), arguments, chosen);
  if (!rest.empty())
    throw UsageError(fmt::format("lab {}: '{}': takes options only; its file says what is done", name, rest.front()));
  return options;
}

void give_json(const std::string& text, const LabOptions& options, Terminal& terminal) {
  if (options.load.json) terminal.out << text << std::flush;
  if (options.output.empty()) return;
  errno = 0;
  std::ofstream out(options.output);
  out << text;
  out.close();
  if (!out) throw client::RunError(fmt::format("{}: cannot be written: {}", options.output, client::error_text(errno)));
}

}  // namespace hundred::loadtest
