#include "loadtest/lab_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include "common/nearest.hpp"
#include "common/option_table.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/lab/experiments.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::size_t summary_column = 8;

struct LabOptions {
  bool list = false;
  bool help = false;
};

std::vector<Option> lab_option_table(LabOptions& options) {
  return {{"--list", "", "say which experiments there are", flag(options.list), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

std::string experiment_list() {
  std::string text;
  for (const Experiment& experiment : experiments())
    text += two_columns(experiment.name, experiment.summary, summary_column);
  return text;
}

std::vector<std::string> experiment_names() {
  std::vector<std::string> names;
  for (const Experiment& experiment : experiments()) names.emplace_back(experiment.name);
  return names;
}

/// What was asked for without the name of an experiment first.
int without_name(const std::vector<std::string>& arguments, Terminal& terminal) {
  LabOptions options;
  ChosenOptions chosen;
  const std::vector<Option> table = lab_option_table(options);
  const std::vector<std::string> rest = apply_arguments(table, arguments, chosen);
  if (!rest.empty()) throw UsageError(fmt::format("lab: '{}': the name of an experiment comes first", rest.front()));
  if (options.help)
    fmt::print(terminal.out,
               "hundred-load lab NAME: an experiment with a known outcome\n"
               "(lab NAME --help says what it takes)\n\n{}\n{}",
               experiment_list(), help_text(table, true));
  else
    fmt::print(terminal.out, "{}", experiment_list());
  return exit_done;
}

}  // namespace

int lab_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  if (arguments.empty())
    throw UsageError(fmt::format("lab: no experiment: name one, {}; --list says what they are",
                                 fmt::join(experiment_names(), " or ")));
  if (arguments.front().starts_with('-')) return without_name(arguments, terminal);
  const std::string& name = arguments.front();
  for (const Experiment& experiment : experiments())
    if (experiment.name == name) return experiment.run({arguments.begin() + 1, arguments.end()}, terminal);
  throw UsageError(
      fmt::format("lab: '{}': unknown experiment{} (--list lists all)", name, did_you_mean(name, experiment_names())));
}

}  // namespace hundred::loadtest
