#include <fmt/format.h>
#include <fmt/ostream.h>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/lab/experiments.hpp"
#include "loadtest/lab/lab_options.hpp"
#include "loadtest/lab/racing.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

/// Those of every experiment, and --server-arg: another database, say.
std::vector<Option> race_option_table(LabOptions& options) {
  std::vector<Option> rows = lab_option_table(options);
  rows.insert(rows.begin() + 1, server_rows(options.load).front());
  return rows;
}

std::string race_help(bool all) {
  LabOptions defaults;
  const auto rows = race_option_table(defaults);
  return fmt::format(
      "hundred-load lab race: a hundred users at once add one to a counter, or register\n"
      "one name; what is lost and what is registered twice, in each mode\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load lab race", rows));
}

LabOptions parse_race_options(const std::vector<std::string>& arguments) {
  LabOptions options;
  options.arguments = {"race"};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  ChosenOptions chosen;
  const auto rest = apply_arguments(race_option_table(options), arguments, chosen);
  if (!rest.empty()) throw UsageError(fmt::format("lab race: '{}': takes options only", rest.front()));
  complete_load(options.load);
  return options;
}

/// Which race it is, on a terminal; erased when destroyed.
class RaceLine {
 public:
  RaceLine(const LabOptions& options, Terminal& terminal)
      : terminal_(terminal), wanted_(!options.load.no_progress && terminal.err_is_terminal) {}
  ~RaceLine() {
    if (wanted_) terminal_.err << "\r\x1b[K" << std::flush;
  }
  RaceLine(const RaceLine&) = delete;
  RaceLine& operator=(const RaceLine&) = delete;

  void say(std::string_view mode, std::string_view race) {
    if (!wanted_) return;
    fmt::print(terminal_.err, "\r\x1b[K{} {}", mode, race);
    terminal_.err.flush();
  }

 private:
  Terminal& terminal_;
  const bool wanted_;
};

/// All races in one mode. @returns nothing if they were broken off.
std::optional<ModeRaces> race_in(const Sharing& mode, const LabOptions& options, const Interrupt& interrupt,
                                 RaceLine& line) {
  const auto server = start_server(options.load, std::string(mode.mode), {}, interrupt.fd());
  if (interrupt.raised()) return std::nullopt;
  ModeRaces found{std::string(mode.mode), mode.processes ? server->facts().workers.value_or(1) : 1, {}};
  Racing racing(options.load, server->base_url(), found.processes, interrupt.fd());
  for (const Race& race : races()) {
    line.say(mode.mode, race.id);
    const auto result = racing.run(race, race.harms(mode));
    if (!result) return std::nullopt;
    found.results.push_back(*result);
  }
  if (const auto end = server->stop())
    throw client::RunError(fmt::format("{}: the server did not stop in order: it {}", mode.mode, *end));
  return found;
}

RaceRun race_in_all(const LabOptions& options, Terminal& terminal) {
  const Interrupt interrupt;
  RaceRun run;
  run.users = options.load.users;
  run.environment = environment_of({});
  run.environment.arguments = options.arguments;
  RaceLine line(options, terminal);
  for (const Sharing& mode : sharings()) {
    auto found = race_in(mode, options, interrupt, line);
    run.interrupted = !found || interrupt.raised();
    if (found) run.modes.push_back(std::move(*found));
    if (run.interrupted) break;
  }
  return run;
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const RaceRun& run, Terminal& terminal) {
  if (run.interrupted) return exit_interrupted;
  if (as_expected(run)) return exit_done;
  fmt::print(terminal.err, "hundred-load: race did not come out as expected\n");
  return exit_failed;
}

}  // namespace

int race_experiment(const std::vector<std::string>& arguments, Terminal& terminal) {
  const LabOptions options = parse_race_options(arguments);
  if (answer_about_program(options.load, terminal.out, [&] { return race_help(options.load.help_all); }))
    return exit_done;
  if (!options.output.empty()) check_outputs({options.output});
  const RaceRun run = race_in_all(options, terminal);
  if (!options.load.json && !run.modes.empty())
    terminal.out << to_text(run, terminal.style(options.load.no_color)) << std::flush;
  give_json(json_text(to_json(run)), options, terminal);
  return conclude(run, terminal);
}

}  // namespace hundred::loadtest
