#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/lab/experiments.hpp"
#include "loadtest/lab/tools.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

std::string wrk_help(bool all) {
  WrkOptions defaults;
  const auto rows = wrk_option_table(defaults);
  return fmt::format(
      "hundred-load lab wrk: wrk and hundred-load load the server in turn, several\n"
      "times with the same users; their figures side by side, and what each cannot see\n\n"
      "  hundred-load lab wrk URL\n"
      "  hundred-load lab wrk --mode event-loop /ping\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load lab wrk", rows));
}

/// Which round it is, on a terminal; erased when destroyed.
class RoundLine {
 public:
  RoundLine(const WrkOptions& options, Terminal& terminal)
      : options_(options), terminal_(terminal), wanted_(!options.no_progress && terminal.err_is_terminal) {}
  ~RoundLine() {
    if (wanted_) terminal_.err << "\r\x1b[K" << std::flush;
  }
  RoundLine(const RoundLine&) = delete;
  RoundLine& operator=(const RoundLine&) = delete;

  /// The tool's turn begins.
  void say(const char* tool) {
    const std::uint64_t left = options_.repeats * 2 - turns_++;
    if (!wanted_) return;
    const double seconds = std::chrono::duration<double>(*options_.duration).count() * static_cast<double>(left);
    fmt::print(terminal_.err, "\r\x1b[Kround {} of {}: {}, {:.0f} s left", (turns_ + 1) / 2, options_.repeats, tool,
               seconds);
    terminal_.err.flush();
  }

 private:
  const WrkOptions& options_;
  Terminal& terminal_;
  const bool wanted_;
  std::uint64_t turns_ = 0;
};

/// A turn of each tool, wrk's first in every other round. @returns nothing if it was broken off.
std::optional<Pair> run_pair(const Wrk& wrk, const SideBySide& found, const WrkOptions& options, int stop_fd,
                             RoundLine& line) {
  Pair pair;
  pair.wrk_first = found.pairs.size() % 2 == 0;
  for (const bool turn_of_wrk : {pair.wrk_first, !pair.wrk_first}) {
    line.say(turn_of_wrk ? "wrk" : "hundred-load");
    const auto figures = turn_of_wrk ? run_wrk(wrk, found.url, options, stop_fd) : run_own(found.url, options, stop_fd);
    if (!figures) return std::nullopt;
    (turn_of_wrk ? pair.wrk : pair.own) = *figures;
  }
  return pair;
}

void check_server(ServerProcess* server) {
  if (server == nullptr || server->running()) return;
  throw client::RunError("the server did not live through the load: it " + server->stop().value_or("ended"));
}

std::unique_ptr<ServerProcess> start_server(const WrkOptions& options, int stop_fd) {
  std::vector<std::string> arguments;
  if (options.workers) arguments = {"--workers", std::to_string(*options.workers)};
  return start_server(options, options.mode, arguments, stop_fd);
}

SideBySide experiment(const WrkOptions& options, const Wrk& wrk, ServerProcess* server, const Interrupt& interrupt,
                      Terminal& terminal) {
  client::Load load = load_of(options, server ? server->base_url() + options.url : options.url);
  load.threads = static_cast<std::uint32_t>(options.threads);
  SideBySide found;
  found.load = load_facts(load);
  found.threads = options.threads;
  found.url = load.url().text();
  if (server) {
    const ServerFacts& facts = server->facts();
    found.mode = facts.mode;
    found.run_by = run_by(facts.mode, facts.workers, facts.workers.value_or(0));
  }
  found.wrk_version = wrk.version;
  found.environment = environment_of({});
  found.repeats = options.repeats;
  RoundLine line(options, terminal);
  while (found.pairs.size() < options.repeats && !found.interrupted) {
    const auto pair = run_pair(wrk, found, options, interrupt.fd(), line);
    found.interrupted = !pair;
    if (pair) found.pairs.push_back(*pair);
    check_server(server);
  }
  return found;
}

void print_report(const SideBySide& found, const WrkOptions& options, Terminal& terminal) {
  terminal.out << (options.json ? json_text(to_json(found)) : to_text(found, terminal.style(options.no_color)))
               << std::flush;
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const SideBySide& found, Terminal& terminal) {
  if (found.interrupted) return exit_interrupted;
  const bool answered = std::any_of(found.pairs.begin(), found.pairs.end(),
                                    [](const Pair& pair) { return pair.wrk.good > 0 && pair.own.good > 0; });
  if (answered) return exit_done;
  fmt::print(terminal.err, "hundred-load: in no round did both tools have a good answer\n");
  return exit_failed;
}

}  // namespace

int wrk_experiment(const std::vector<std::string>& arguments, Terminal& terminal) {
  const WrkOptions options = parse_wrk_options(arguments);
  if (answer_about_program(options, terminal.out, [&] { return wrk_help(options.help_all); })) return exit_done;
  const Interrupt interrupt;
  const Wrk wrk = find_wrk(interrupt.fd());
  const auto server = options.mode.empty() ? nullptr : start_server(options, interrupt.fd());
  if (interrupt.raised()) return exit_interrupted;
  if (server) terminal.err << server->said() << std::flush;  // what it makes of its options
  const SideBySide found = experiment(options, wrk, server.get(), interrupt, terminal);
  if (!found.pairs.empty()) print_report(found, options, terminal);
  if (const auto end = server ? server->stop() : std::nullopt; end && !found.interrupted)
    throw client::RunError("the server did not stop in order: it " + *end);
  return conclude(found, terminal);
}

}  // namespace hundred::loadtest
