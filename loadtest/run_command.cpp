#include "loadtest/run_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/running.hpp"
#include "loadtest/shell_words.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

std::string run_help(bool all) {
  RunOptions defaults;
  const auto rows = run_option_table(defaults);
  return fmt::format(
      "hundred-load: what happens when a hundred users hit the same endpoint?\n\n"
      "  hundred-load run URL          load one endpoint; by default 100 users, one\n"
      "                                request each, all at the same instant\n"
      "  hundred-load run --mode worker-pool PATH\n"
      "                                the same, with a server started for it\n"
      "  hundred-load compare          a server in each mode, each endpoint, side by\n"
      "                                side (compare --help)\n"
      "  hundred-load sweep            one curve over users, workers or requests/s\n"
      "  hundred-load find-max URL     the highest rate that keeps --slo 'p99<50ms'\n"
      "  hundred-load size             how many workers, in which mode (size --help)\n"
      "  hundred-load lab NAME         an experiment (lab --list says which)\n"
      "  hundred-load report FILE...   render saved JSON (several: a row each)\n"
      "  hundred-load diff OLD NEW     how two saved runs or comparisons differ\n\n"
      "Options of run:\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load run", rows));
}

Detail detail(const RunOptions& options) { return options.explain ? Detail::explained : Detail::brief; }

void print_report(const Report& report, const RunOptions& options, Terminal& terminal) {
  if (options.json)
    terminal.out << json_text(to_json(report));
  else
    terminal.out << to_text(report, terminal.style(options.no_color), detail(options));
  terminal.out.flush();
}

std::vector<std::string> broken_thresholds(const Report& report) {
  std::vector<std::string> broken;
  for (const ThresholdResult& result : report.thresholds)
    if (!result.met) broken.push_back(result.text);
  return broken;
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const RunOptions& options, const Report& report, Terminal& terminal) {
  if (report.interrupted) return exit_interrupted;
  if (report.counts.ok == 0) {
    fmt::print(terminal.err, "hundred-load: all {} requests failed\n", report.counts.sent);
    return exit_failed;
  }
  if (report.validity.verdict == Verdict::invalid) {
    fmt::print(terminal.err, "hundred-load: the run is invalid: {}\n", worst_words(report.validity));
    return exit_invalid;
  }
  if (const auto broken = broken_thresholds(report); !broken.empty()) {
    fmt::print(terminal.err, "hundred-load: broken: {}\n", fmt::join(broken, ", "));
    return exit_threshold;
  }
  const std::string hint = next_hint(options, report);
  if (!options.json && !hint.empty()) fmt::print(terminal.err, "\nNext: {}\n", hint);
  return exit_done;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const RunOptions options = parse_run_options(arguments);
  if (answer_about_program(options, terminal.out, [&] { return run_help(options.help_all); })) return exit_done;
  check_outputs(options.outputs);
  const Interrupt interrupt;
  try {
    const auto ran = run_once(options, interrupt, terminal);
    if (!ran) return exit_interrupted;
    print_report(ran->report, options, terminal);
    write_outputs({ran->load, ran->recording, ran->report, detail(options)}, options.outputs);
    if (ran->fault) throw client::RunError(*ran->fault);
    return conclude(options, ran->report, terminal);
  } catch (const client::ConnectError& error) {
    if (!options.mode.empty()) throw;
    const client::Url url = client::parse_url(options.urls.front());
    throw client::RunError(
        fmt::format("{}; start a server there, or let this program start one: hundred-load run --mode worker-pool '{}'",
                    error.what(), url.target));
  }
}

std::string next_hint(const RunOptions& options, const Report& report) {
  const std::string command = shell_command("hundred-load run", options.arguments);
  if (report.load.burst() && !options.requests_given)
    return fmt::format("the same users, again and again for ten seconds:\n  {} -d 10s", command);
  for (const std::string& file : options.outputs)
    if (file.ends_with(".json"))
      return fmt::format("read it again, or beside other runs:\n  hundred-load report {}", for_the_shell(file));
  return fmt::format("keep the figures, to read them beside another run's:\n  {} -o run.json", command);
}

}  // namespace hundred::loadtest
