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

constexpr std::size_t summary_column = 19;

struct ListOptions {
  bool list = false;
  bool help = false;
};

std::vector<Option> list_option_table(ListOptions& options) {
  return {{"--list", "", "say which experiments there are", flag(options.list), {}, true},
          {"--help,--help-all", "", "say what there is", flag(options.help), {}, true}};
}

ExperimentFile parse(const EmbeddedExperiment& embedded) {
  const std::string name(embedded.name);
  return parse_experiment(name, embedded.text, name);
}

std::string experiment_list() {
  std::string text;
  for (const EmbeddedExperiment& embedded : embedded_experiments())
    text += two_columns(embedded.name, parse(embedded).title, summary_column);
  for (const Experiment& experiment : experiments())
    text += two_columns(experiment.name, experiment.summary, summary_column);
  return text;
}

std::vector<std::string> experiment_names() {
  std::vector<std::string> names;
  for (const EmbeddedExperiment& embedded : embedded_experiments()) names.emplace_back(embedded.name);
  for (const Experiment& experiment : experiments()) names.emplace_back(experiment.name);
  return names;
}

bool is_file(const std::string& name) { return name.ends_with(".json") || name.find('/') != std::string::npos; }

/// What was asked for without the name of an experiment first.
int without_name(const std::vector<std::string>& arguments, Terminal& terminal) {
  ListOptions options;
  ChosenOptions chosen;
  const std::vector<Option> table = list_option_table(options);
  const std::vector<std::string> rest = apply_arguments(table, arguments, chosen);
  if (!rest.empty()) throw UsageError(fmt::format("lab: '{}': the name of an experiment comes first", rest.front()));
  if (options.help)
    fmt::print(terminal.out,
               "hundred-load lab NAME: an experiment with a known outcome, told as it runs\n"
               "(lab NAME --help says more of it; lab FILE.json runs one of yours)\n\n{}\n{}",
               experiment_list(), help_text(table, true));
  else
    fmt::print(terminal.out, "{}", experiment_list());
  return exit_done;
}

}  // namespace

int lab_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  if (arguments.empty())
    throw UsageError(fmt::format("lab: no experiment: name one of {}; --list says what they are",
                                 fmt::join(experiment_names(), ", ")));
  if (arguments.front().starts_with('-')) return without_name(arguments, terminal);
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (is_file(name)) return file_experiment(read_experiment(name), rest, terminal);
  for (const EmbeddedExperiment& embedded : embedded_experiments())
    if (embedded.name == name) return file_experiment(parse(embedded), rest, terminal);
  for (const Experiment& experiment : experiments())
    if (experiment.name == name) return experiment.run(rest, terminal);
  throw UsageError(fmt::format("lab: '{}': unknown experiment{} (--list lists all; a file of your own ends in .json)",
                               name, did_you_mean(name, experiment_names())));
}

}  // namespace hundred::loadtest
