#include "loadtest/find_max_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/find_max/find_max.hpp"
#include "loadtest/find_max/found_json.hpp"
#include "loadtest/find_max/found_text.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

std::string find_max_help(bool all) {
  FindMaxOptions defaults;
  const auto rows = find_max_option_table(defaults);
  return fmt::format(
      "hundred-load find-max: the highest rate of requests that keeps all limits, as a\n"
      "range: up to here they are kept, from there on not\n\n"
      "  hundred-load find-max --mode worker-pool '/io/sleep?ms=20' --slo 'p99<40ms'\n"
      "  hundred-load find-max 'http://127.0.0.1:8080/ping' --slo 'p99<5ms'\n\n"
      "Requests arrive independently of each other (--arrivals poisson), whatever\n"
      "becomes of those before them. Rates are bracketed, then bisected.\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load find-max", rows));
}

void write_files(const FoundRate& found, const std::vector<std::string>& files) {
  for (const std::string& path : files)
    write_file(path, path.ends_with(".json")  ? json_text(to_json(found))
                     : path.ends_with(".csv") ? to_csv(found)
                                              : to_text(found, Style(false)));
}

void print(const FoundRate& found, const FindMaxOptions& options, Terminal& terminal) {
  terminal.out << (options.run.json ? json_text(to_json(found)) : to_text(found, terminal.style(options.run.no_color)))
               << std::flush;
}

/// Says on terminal.err what the exit code means, or what to do next. @returns that code.
int conclude(const FindMaxOptions& options, const FoundRate& found, Terminal& terminal) {
  if (found.interrupted) return exit_interrupted;
  const auto met = range_of(found.steps).met;
  if (!met) {
    fmt::print(terminal.err, "hundred-load: no rate keeps {}\n", fmt::join(found.limits, ", "));
    return exit_failed;
  }
  if (!options.run.json)
    fmt::print(terminal.err, "\nNext: see what users have at the highest rate that was met:\n  {}\n",
               shell_command("hundred-load run", run_arguments(options, *met)));
  return exit_done;
}

}  // namespace

int find_max_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const FindMaxOptions options = parse_find_max_options(arguments);
  if (answer_about_program(options.run, terminal.out, [&] { return find_max_help(options.run.help_all); }))
    return exit_done;
  check_outputs(options.run.outputs);
  const Interrupt interrupt;
  try {
    const Found found = find_max(options, interrupt, terminal);
    if (!found.rate.steps.empty()) {
      print(found.rate, options, terminal);
      write_files(found.rate, options.run.outputs);
    }
    if (found.fault) throw client::RunError(*found.fault);
    return conclude(options, found.rate, terminal);
  } catch (const client::ConnectError& error) {
    if (!options.run.mode.empty()) throw;
    throw client::RunError(
        fmt::format("{}; start a server there, or let this program start one: hundred-load find-max --mode worker-pool "
                    "PATH",
                    error.what()));
  }
}

}  // namespace hundred::loadtest
