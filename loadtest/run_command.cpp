#include "loadtest/run_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <memory>

#include "client/address.hpp"
#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/kernel_watch.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/output.hpp"
#include "loadtest/progress.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

std::string help(bool all) {
  RunOptions defaults;
  return fmt::format(
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
      help_text(run_option_table(defaults), all));
}

std::unique_ptr<ServerProcess> start_server(const RunOptions& options, int stop_fd) {
  std::vector<std::string> arguments;
  if (options.workers) arguments = {"--workers", std::to_string(*options.workers)};
  return start_server(options, options.mode, arguments, stop_fd);
}

/// What a load came to.
struct Result {
  client::Recording recording;
  KernelEvents events;
  std::optional<BystanderFacts> bystander;
};

Result generate(const client::Load& load, const RunOptions& options, int stop_fd, Terminal& terminal) {
  client::Progress progress;
  ProgressView view(options, load, progress, terminal);
  const auto beside = bystander_load(options.plan, load);
  std::optional<client::Bystander> bystander;
  if (beside) bystander.emplace(client::Bystander{*beside, {}});
  const bool server_is_here = client::resolve(load.url()).front().is_loopback();
  const KernelEvents before = kernel_events(server_is_here);
  Result result;
  result.recording = run_load(load, stop_fd, progress, bystander ? &*bystander : nullptr, [&] { view.draw(); });
  result.events = kernel_events(server_is_here) - before;
  if (bystander) result.bystander = bystander_facts(*beside, bystander->recording);
  return result;
}

void print_report(const Report& report, const RunOptions& options, Terminal& terminal) {
  if (options.json)
    terminal.out << json_text(to_json(report));
  else
    terminal.out << to_text(report, terminal.style(options.no_color));
  terminal.out.flush();
}

/// An argument as it may be typed; URLs always stand in quotes.
std::string for_the_shell(const std::string& argument) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.,+%";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) return argument;
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string worst_words(const Validity& validity) {
  for (const Check& check : validity.checks)
    if (check.verdict == validity.verdict) return check.words;
  return {};
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
  const client::Load load = load_of(options, server ? server->base_url() : "");
  const Result result = generate(load, options, interrupt.fd(), terminal);
  const client::Recording& recording = result.recording;
  const auto wrong = server ? fault(*server, recording) : std::nullopt;
  Report report = build_report(load, recording, server ? std::optional(server->facts()) : std::nullopt);
  report.bystander = result.bystander;
  report.validity = judge_validity(load, recording, result.events);
  for (const Threshold& threshold : options.thresholds) report.thresholds.push_back(judge(threshold, report));
  print_report(report, options, terminal);
  write_outputs({load, recording, report}, options.outputs);
  if (wrong) throw client::RunError(*wrong);
  return conclude(options, report, terminal);
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const RunOptions options = parse_run_options(arguments);
  if (answer_about_program(options, terminal.out, [&] { return help(options.help_all); })) return exit_done;
  check_outputs(options.outputs);
  const Interrupt interrupt;
  try {
    const auto server = options.mode.empty() ? nullptr : start_server(options, interrupt.fd());
    if (interrupt.raised()) return exit_interrupted;
    if (server) terminal.err << server->said() << std::flush;  // what it makes of its options
    return load_and_report(options, server.get(), interrupt, terminal);
  } catch (const client::ConnectError& error) {
    if (!options.mode.empty()) throw;
    const client::Url url = client::parse_url(options.urls.front());
    throw client::RunError(
        fmt::format("{}; start a server there, or let this program start one: hundred-load run --mode worker-pool '{}'",
                    error.what(), url.target));
  }
}

std::string next_hint(const RunOptions& options, const Report& report) {
  std::string command = "hundred-load run";
  for (const std::string& argument : options.arguments) command += " " + for_the_shell(argument);
  if (report.load.burst() && !options.requests_given)
    return fmt::format("the same users, again and again for ten seconds:\n  {} -d 10s", command);
  for (const std::string& file : options.outputs)
    if (file.ends_with(".json"))
      return fmt::format("read it again, or beside other runs:\n  hundred-load report {}", for_the_shell(file));
  return fmt::format("keep the figures, to read them beside another run's:\n  {} -o run.json", command);
}

}  // namespace hundred::loadtest
