#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>

#include "client/errors.hpp"
#include "client/fetch.hpp"
#include "client/url.hpp"
#include "common/cpus.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/cpu_share.hpp"
#include "loadtest/interrupt.hpp"
#include "loadtest/lab/experiments.hpp"
#include "loadtest/lab/lab_options.hpp"
#include "loadtest/lab/outcome_text.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/running.hpp"

namespace hundred::loadtest {
namespace {

/// Does the steps, and tells of each, unless JSON is wanted.
class Experimenter {
 public:
  Experimenter(const ExperimentFile& file, const LabOptions& options, Terminal& terminal)
      : file_(file), options_(options), terminal_(terminal), style_(terminal.style(options.load.no_color)) {}

  LabRun run();

 private:
  bool do_round(std::uint64_t round);
  /// @returns nothing if it was interrupted.
  std::optional<StepRun> do_step(const Step& step);
  std::optional<StepRun> ask(const Step& step, const RunOptions& options);
  std::optional<StepRun> load(const Step& step, const RunOptions& options);
  void tell(const std::string& text) {
    if (!options_.load.json) terminal_.out << text << std::flush;
  }

  const ExperimentFile& file_;
  const LabOptions& options_;
  Terminal& terminal_;
  Style style_;
  Interrupt interrupt_;
  LabRun run_;
};

std::optional<StepRun> Experimenter::ask(const Step& step, const RunOptions& options) {
  const auto server = start_server(options, interrupt_.fd());
  StepRun done{step.id, {}, {}, {}};
  for (const std::string& path : options.urls) {
    if (interrupt_.raised()) return std::nullopt;
    const auto body = client::fetch(client::parse_url(server->base_url() + path), options.timeout.count());
    auto answer = nlohmann::ordered_json::parse(body.value_or(""), nullptr, false);
    if (answer.is_discarded()) throw client::RunError(fmt::format("{}: '{}': no good answer in JSON", step.id, path));
    done.answers.push_back(std::move(answer));
  }
  return done;
}

std::optional<StepRun> Experimenter::load(const Step& step, const RunOptions& options) {
  auto ran = run_once(options, interrupt_, terminal_);
  if (!ran) return std::nullopt;
  if (ran->fault) throw client::RunError(fmt::format("{}: {}", step.id, *ran->fault));
  if (const std::string wrong = complaint(step, ran->report); !wrong.empty()) run_.complaints.push_back(wrong);
  return StepRun{step.id, std::move(ran->report), {}, {}};
}

std::optional<StepRun> Experimenter::do_step(const Step& step) {
  RunOptions options = step.options;
  options.no_progress = options_.load.no_progress;
  if (!options.mode.empty() && options.server.empty()) options.server = options_.load.server;
  const CpuShare share;
  auto done = step.asks ? ask(step, options) : load(step, options);
  if (!done || options.mode.empty()) return done;  // another's server would count as others
  if (const auto use = share.use()) done->others_cpus = use->others;
  return done;
}

/// @returns whether it went to its end.
bool Experimenter::do_round(std::uint64_t round) {
  for (std::size_t i = 0; i < file_.steps.size(); ++i) {
    const Step& step = file_.steps[i];
    if (step.repeats < round) continue;
    if (round == 1) tell(step_text(step, i + 1, style_));
    auto done = do_step(step);
    if (!done || interrupt_.raised()) return false;
    tell(run_text(step, *done, round > 1));
    run_.runs.push_back(std::move(*done));
  }
  return true;
}

LabRun Experimenter::run() {
  run_.cpus = usable_cpus();
  run_.environment = environment_of({});
  run_.environment.arguments = options_.arguments;
  tell(heading_text(file_, style_));
  std::uint64_t rounds = 1;
  for (const Step& step : file_.steps) rounds = std::max(rounds, step.repeats);
  for (std::uint64_t round = 1; round <= rounds && !run_.interrupted; ++round) {
    if (round > 1) tell(round_text(round, style_));
    run_.interrupted = !do_round(round);
  }
  if (run_.interrupted) return run_;
  const StepResults results = results_of(run_.runs);
  for (const Expectation& expectation : file_.expectations)
    run_.judged.push_back(judge(expectation, results, run_.cpus));
  tell(outcome_text(file_, run_, style_));
  return run_;
}

std::string file_help(const ExperimentFile& file, bool all) {
  LabOptions defaults;
  return heading_text(file, Style(false)) + "\n" + help_text(lab_option_table(defaults), all);
}

/// Says on terminal.err what the exit code means. @returns that code.
int conclude(const ExperimentFile& file, const LabRun& run, Terminal& terminal) {
  if (run.interrupted) return exit_interrupted;
  if (run.as_expected()) return exit_done;
  fmt::print(terminal.err, "hundred-load: {} did not come out as its file says\n", file.name);
  return exit_failed;
}

}  // namespace

int file_experiment(const ExperimentFile& file, const std::vector<std::string>& arguments, Terminal& terminal) {
  const LabOptions options = parse_lab_options(file.name, arguments);
  if (answer_about_program(options.load, terminal.out, [&] { return file_help(file, options.load.help_all); }))
    return exit_done;
  if (!options.output.empty()) check_outputs({options.output});
  const LabRun run = Experimenter(file, options, terminal).run();
  give_json(json_text(to_json(file, run)), options, terminal);
  return conclude(file, run, terminal);
}

}  // namespace hundred::loadtest
