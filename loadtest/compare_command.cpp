#include "loadtest/compare_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "loadtest/cli.hpp"
#include "loadtest/compare.hpp"
#include "loadtest/live_text.hpp"
#include "loadtest/pictures.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/html.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report_folder.hpp"

namespace hundred::loadtest {
namespace {

std::string compare_help(bool all) {
  CompareOptions defaults;
  const auto rows = compare_option_table(defaults);
  return fmt::format(
      "hundred-load compare: start hundred-server in each mode, load each endpoint, and\n"
      "print what the users saw side by side, with what theory says\n\n"
      "  hundred-load compare                        all modes, waiting and computing\n"
      "  hundred-load compare --modes pool,async --endpoints '/mixed'\n\n{}{}",
      help_text(rows, all), all ? "" : help_ending("hundred-load compare", rows));
}

/// Where the comparison is: on a terminal one line that changes, with a burst's grid below; else a line for each round.
class StepView {
 public:
  StepView(const CompareOptions& options, Terminal& terminal)
      : terminal_(terminal),
        live_(terminal, !options.no_progress),
        style_(grid_style(Terminal::may_colour(options.no_color))),
        lines_wanted_(!options.no_progress && !terminal.err_is_terminal) {}

  void say(const Step& step) {
    if (!step.warning.empty()) {
      live_.erase();
      fmt::print(terminal_.err, "hundred-load: {}\n", step.warning);
    }
    const std::string where = step.round == 0 ? "measuring" : fmt::format("round {} of {}", step.round, step.rounds);
    const std::string left = step.seconds_left == 0 ? "" : fmt::format(", {:.0f} s left", std::ceil(step.seconds_left));
    title_ = fmt::format("{}: {}{}", where, step.what, left);
    if (step.round == 0) live_.show({title_});  // else the last grid stays until there is another
    if (lines_wanted_ && step.round != last_round_)
      fmt::print(terminal_.err, "{}{}\n", step.round == 0 ? "measuring " + step.what : where, left);
    terminal_.err.flush();
    last_round_ = step.round;
  }

  void look(const RunningLoad& running) {
    if (!live_.is_shown()) return;
    const std::vector<std::string> burst = burst_lines(title_, running, style_, live_.room());
    live_.show(burst.empty() ? std::vector{title_} : burst);
  }

 private:
  Terminal& terminal_;
  LiveText live_;
  const GridStyle style_;
  const bool lines_wanted_;
  std::string title_;
  std::uint64_t last_round_ = std::numeric_limits<std::uint64_t>::max();
};

bool has_an_answer(const Entry& entry) {
  return std::any_of(entry.rounds.begin(), entry.rounds.end(), [](const Report& round) { return round.counts.ok > 0; });
}

/// Says on terminal.err where the report is, and what the exit code means. @returns that code.
int conclude(const Comparison& comparison, ReportFolder& folder, Terminal& terminal) {
  if (const auto older = folder.finish()) fmt::print(terminal.err, "\nThe earlier report is now in {}.", *older);
  fmt::print(terminal.err, "\nSaved in {}: report.html, report.txt (with costs), report.json\n", folder.path());
  fmt::print(terminal.err, "Pictures: {}\n", how_to_open(folder.path() + "/report.html"));
  if (comparison.interrupted) return exit_interrupted;
  if (!comparison.failures.empty()) return exit_failed;
  for (const Contest& contest : comparison.contests)
    if (std::any_of(contest.entries.begin(), contest.entries.end(), has_an_answer)) return exit_done;
  fmt::print(terminal.err, "hundred-load: no request had a good answer\n");
  return exit_failed;
}

}  // namespace

int compare_command(const std::vector<std::string>& arguments, Terminal& terminal) {
  const CompareOptions options = parse_compare_options(arguments);
  if (answer_about_program(options, terminal.out, [&] { return compare_help(options.help_all); })) return exit_done;
  const Interrupt interrupt;
  ReportFolder folder(options.folder);
  Comparison comparison;
  {
    StepView view(options, terminal);
    comparison = compare(
        options, interrupt, [&](const Step& step) { view.say(step); },
        [&](const RunningLoad& running) { view.look(running); });
  }
  if (comparison.interrupted && !comparison.has_rounds()) return exit_interrupted;
  const std::string json = json_text(to_json(comparison));
  folder.write("report.json", json);
  folder.write("report.txt", to_text(comparison, Style(false)));
  folder.write("report.html", to_html(comparison));
  terminal.out << (options.json ? json : summary_text(comparison, terminal.style(options.no_color))) << std::flush;
  return conclude(comparison, folder, terminal);
}

}  // namespace hundred::loadtest
