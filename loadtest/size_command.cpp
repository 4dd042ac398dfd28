#include "loadtest/size_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "client/errors.hpp"
#include "common/cpus.hpp"
#include "loadtest/calibration.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/live_text.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/running.hpp"
#include "loadtest/shell_words.hpp"
#include "loadtest/size/size_measuring.hpp"
#include "loadtest/size/size_options.hpp"
#include "loadtest/size/size_theory.hpp"
#include "loadtest/size/sizing_json.hpp"
#include "loadtest/size/sizing_text.hpp"

namespace hundred::loadtest {
namespace {

/// What a run takes beside its own time: a twentieth to warm up, and the server's start and end.
constexpr double warm_up = 1.05, start_and_end_s = 1;

std::string size_help(bool all) {
  SizeOptions defaults;
  const auto rows = size_option_table(defaults);
  return fmt::format(
      "hundred-load size: how many workers does it take, in which mode, to meet limits\n"
      "at a rate? By theory, and then by runs, both shown\n\n"
      "  hundred-load size --cpu 5ms --wait 45ms --rate 200 --slo 'p99<100ms'\n"
      "  hundred-load size --cpu 2ms --rate 900 --slo 'p95<20ms' --theory-only --cpus 4\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load size", rows));
}

Sizing asked(const SizeOptions& options) {
  Sizing sizing;
  SizeQuestion& q = sizing.question;
  const auto ms = [](const std::optional<Nanoseconds>& time) {
    return std::chrono::duration<double, std::milli>(time.value_or(Nanoseconds(0))).count();
  };
  q.work = {ms(options.cpu) + ms(options.wait), ms(options.cpu), ms(options.wait)};
  q.cpus = options.cpus.value_or(static_cast<double>(usable_cpus()));
  q.gil = options.gil;
  q.rate_per_s = *options.run.plan.rate;
  q.limits = options.run.thresholds;
  q.run_s = std::chrono::duration<double>(options.run_length).count();
  q.seed = options.run.plan.seed;
  if (!options.theory_only) sizing.endpoint = options.run.urls.front();
  sizing.environment = environment_of({});
  sizing.environment.arguments = options.run.arguments;
  return sizing;
}

/// What a request takes here instead of what it is said to. @returns false if that was interrupted
bool measure_alone(const SizeOptions& options, SizeQuestion& question, const Interrupt& interrupt, Terminal& terminal) {
  LiveText live(terminal, !options.run.no_progress);
  live.show({"measuring a request alone"});
  const std::vector<EndpointFacts> facts = calibrate(options.run, options.run.urls, interrupt);
  if (facts.empty()) return false;
  question.work = facts.front().work;
  question.cpus = facts.front().cpus;
  return true;
}

void add_theory(const SizeOptions& options, Sizing& sizing, const Interrupt& interrupt, Terminal& terminal) {
  LiveText live(terminal, !options.run.no_progress);
  QueueFigures figures(sizing.question);
  for (const std::string& mode : options.modes) {
    live.show({fmt::format("theory: simulating the queue of {}", mode)});
    if (interrupt.raised()) break;
    sizing.modes.push_back(size_by_theory(*find_mode(mode), sizing.question, figures));
  }
  sizing.interrupted = interrupt.raised();
}

void say_how_long(const SizeOptions& options, const Sizing& sizing, Terminal& terminal) {
  const std::size_t runs = fewest_runs(sizing);
  if (runs == 0 || options.run.no_progress) return;
  const double seconds = std::ceil(static_cast<double>(runs) * (warm_up * sizing.question.run_s + start_and_end_s));
  fmt::print(terminal.err, "measuring: at least {} run{} of {}, about {}; --theory-only leaves them out\n", runs,
             runs == 1 ? "" : "s", brief_duration(sizing.question.run_s * 1e3),
             seconds < 100 ? fmt::format("{} s", seconds) : fmt::format("{:.0f} minutes", seconds / 60));
  terminal.err.flush();
}

/// The runs, one after the other, each said when it has ended.
class Measurer {
 public:
  Measurer(const SizeOptions& options, const SizeQuestion& question, const Interrupt& interrupt, Terminal& terminal)
      : options_(options), question_(question), terminal_(terminal), runner_(options.run, interrupt, terminal) {}

  std::optional<SizeRun> measure(const ModeSize& mode, std::uint64_t workers) {
    RunOptions run = options_.run;
    run.mode = mode.mode;
    run.workers = workers;
    const std::string place = fmt::format("{}, {}", mode.mode, workers_text(mode.mode, workers));
    const auto ran = runner_.run(run, std::nullopt, place);
    if (!ran || ran->report.interrupted) return std::nullopt;
    if (ran->fault) throw client::RunError(*ran->fault);
    SizeRun result = size_run(workers, ran->report);
    if (!options_.run.no_progress) say(place, result);
    return result;
  }

 private:
  void say(const std::string& place, const SizeRun& run) {
    const std::string& figure = question_.limits.front().figure;
    fmt::print(terminal_.err, "{}: {} {}, {}\n", place, figure, duration_text(run.response.figure(figure)),
               run.met ? "met" : "not met");
    terminal_.err.flush();
  }

  const SizeOptions& options_;
  const SizeQuestion& question_;
  Terminal& terminal_;
  Runner runner_;
};

void give(const Sizing& sizing, const RunOptions& options, Terminal& terminal) {
  const std::string json = json_text(to_json(sizing));
  terminal.out << (options.json ? json : to_text(sizing, terminal.style(options.no_color))) << std::flush;
  for (const std::string& path : options.outputs)
    write_file(path, path.ends_with(".json") ? json : to_text(sizing, Style(false)));
}

/// The run that shows the first answer.
std::string next_hint(const Sizing& sizing) {
  for (const ModeSize& mode : sizing.modes) {
    const auto workers = workers_needed(mode);
    if (sizing.endpoint.empty() || !workers || !worth_measuring(mode)) continue;
    std::vector<std::string> arguments{"--mode",     mode.mode,
                                       "--workers",  std::to_string(*workers),
                                       "-R",         fmt::format("{}", sizing.question.rate_per_s),
                                       "--arrivals", "poisson",
                                       "-d",         "60s"};
    for (const Threshold& limit : sizing.question.limits) arguments.insert(arguments.end(), {"--slo", limit.text});
    if (sizing.question.gil != Gil::none) arguments.push_back("--server-arg=--gil=" + gil_name(sizing.question.gil));
    arguments.push_back(sizing.endpoint);
    return shell_command("hundred-load run", arguments);
  }
  return {};
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const Sizing& sizing, const SizeOptions& options, Terminal& terminal) {
  if (sizing.interrupted) return exit_interrupted;
  if (!sizing.failures.empty()) return exit_failed;
  if (std::none_of(sizing.modes.begin(), sizing.modes.end(), workers_needed)) {
    fmt::print(terminal.err, "hundred-load: no mode meets {}\n", limits_text(sizing.question));
    return exit_threshold;
  }
  const std::string hint = next_hint(sizing);
  if (!options.run.json && !hint.empty())
    fmt::print(terminal.err, "\nNext: see where the time of such a run goes:\n  {}\n", hint);
  return exit_done;
}

}  // namespace

int size_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const SizeOptions options = parse_size_options(arguments);
  if (answer_about_program(options.run, terminal.out, [&] { return size_help(options.run.help_all); }))
    return exit_done;
  check_outputs(options.run.outputs);
  const Interrupt interrupt;
  Sizing sizing = asked(options);
  if (!options.theory_only && !measure_alone(options, sizing.question, interrupt, terminal)) return exit_interrupted;
  add_theory(options, sizing, interrupt, terminal);
  if (!options.theory_only && !sizing.interrupted) {
    say_how_long(options, sizing, terminal);
    Measurer measurer(options, sizing.question, interrupt, terminal);
    measure_sizes(sizing, [&](const ModeSize& mode, std::uint64_t workers) { return measurer.measure(mode, workers); });
  }
  if (sizing.modes.empty()) return exit_interrupted;
  give(sizing, options.run, terminal);
  return conclude(sizing, options, terminal);
}

}  // namespace hundred::loadtest
