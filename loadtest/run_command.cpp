#include "loadtest/run_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <memory>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/output.hpp"
#include "loadtest/progress.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

int print_help(const RunOptions& shown, Terminal& terminal) {
  RunOptions defaults;
  fmt::print(terminal.out,
             "hundred-load: what happens when a hundred users hit the same endpoint?\n\n"
             "  hundred-load run URL          load one endpoint; by default 100 users, one\n"
             "                                request each, all at the same instant\n"
             "  hundred-load run --mode worker-pool PATH\n"
             "                                the same, with a server started for it\n"
             "  hundred-load compare          a server in each mode, each endpoint, side by side\n"
             "                                (compare --help)\n"
             "  hundred-load lab NAME         an experiment (lab --list says which)\n"
             "  hundred-load report FILE...   render saved JSON (several: a row each)\n\n"
             "Options of run:\n{}",
             help_text(run_option_table(defaults), shown.help_all));
  return exit_done;
}

std::unique_ptr<ServerProcess> start_server(const RunOptions& options, int stop_fd) {
  std::vector<std::string> arguments;
  if (options.workers) arguments = {"--workers", std::to_string(*options.workers)};
  return start_server(options, options.mode, arguments, stop_fd);
}

client::Recording generate(const client::Load& load, const RunOptions& options, int stop_fd, Terminal& terminal) {
  client::Progress progress;
  ProgressLine line(load, progress, terminal, !options.no_progress);
  return run_load(load, stop_fd, progress, [&] { line.draw(); });
}

void print_report(const Report& report, const RunOptions& options, Terminal& terminal) {
  if (options.json)
    terminal.out << json_text(to_json(report));
  else
    terminal.out << to_text(report, terminal.style(options.no_color));
  terminal.out.flush();
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const RunOptions& options, const Report& report, Terminal& terminal) {
  if (report.interrupted) return exit_interrupted;
  if (report.counts.ok == 0) {
    fmt::print(terminal.err, "hundred-load: all {} requests failed\n", report.counts.sent);
    return exit_failed;
  }
  const std::string hint = next_hint(options, report);
  if (!options.json && !hint.empty()) fmt::print(terminal.err, "\nNext: {}\n", hint);
  return exit_done;
}

/// How a server that was started for the load did not live through it, or stop in order; nothing if it did. Where users
/// gave up, it may rightly be cut off at what they had asked.
std::optional<std::string> fault(ServerProcess& server, const client::Recording& recording) {
  const bool lived = server.running();
  const auto end = server.stop();
  if (!end) return std::nullopt;
  if (!lived) return "the server did not live through the load: it " + *end;
  if (recording.interrupted || recording[client::Outcome::timed_out] > 0) return std::nullopt;
  return "the server did not stop in order: it " + *end;
}

/// Loads the URL, or the path on the server that was started for it, and prints the report.
int load_and_report(const RunOptions& options, ServerProcess* server, const Interrupt& interrupt, Terminal& terminal) {
  const client::Load load = load_of(options, server ? server->base_url() + options.url : options.url);
  const client::Recording recording = generate(load, options, interrupt.fd(), terminal);
  const auto wrong = server ? fault(*server, recording) : std::nullopt;
  const Report report = build_report(load, recording, server ? std::optional(server->facts()) : std::nullopt);
  print_report(report, options, terminal);
  write_report(report, options.outputs);
  if (wrong) throw client::RunError(*wrong);
  return conclude(options, report, terminal);
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const RunOptions options = parse_run_options(arguments);
  if (options.version) {
    fmt::print(terminal.out, "hundred-load {}\n", HUNDRED_VERSION);
    return exit_done;
  }
  if (options.help || options.help_all) return print_help(options, terminal);
  const Interrupt interrupt;
  try {
    const auto server = options.mode.empty() ? nullptr : start_server(options, interrupt.fd());
    if (interrupt.raised()) return exit_interrupted;
    if (server) terminal.err << server->said() << std::flush;  // what it makes of its options
    return load_and_report(options, server.get(), interrupt, terminal);
  } catch (const client::ConnectError& error) {
    if (!options.mode.empty()) throw;
    const client::Url url = client::parse_url(options.url);
    throw client::RunError(
        fmt::format("{}; start a server there, or let this program start one: hundred-load run --mode worker-pool '{}'",
                    error.what(), url.target));
  }
}

std::string next_hint(const RunOptions& options, const Report& report) {
  std::string command = "hundred-load run";
  if (!options.mode.empty()) command += fmt::format(" --mode {}", options.mode);
  if (options.workers) command += fmt::format(" --workers {}", *options.workers);
  for (const std::string& argument : options.server_arguments) command += fmt::format(" --server-arg='{}'", argument);
  if (!options.server.empty()) command += fmt::format(" --server '{}'", options.server);
  command += fmt::format(" -c {}", options.users);
  if (report.load.burst)
    return fmt::format("the same users, again and again for ten seconds:\n  {} -d 10s '{}'", command, options.url);
  for (const std::string& file : options.outputs)
    if (file.ends_with(".json"))
      return fmt::format("read it again, or beside other runs:\n  hundred-load report {}", file);
  return fmt::format("keep the figures, to read them beside another run's:\n  {} -d 10s -o run.json '{}'", command,
                     options.url);
}

}  // namespace hundred::loadtest
