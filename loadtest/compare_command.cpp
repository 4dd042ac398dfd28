#include "loadtest/compare_command.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "loadtest/cli.hpp"
#include "loadtest/compare.hpp"
#include "loadtest/pictures.hpp"
#include "loadtest/report/comparison_json.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report_folder.hpp"

namespace hundred::loadtest {
namespace {

std::string help(bool all) {
  CompareOptions defaults;
  return fmt::format(
      "hundred-load compare: start hundred-server in each mode, load each endpoint, and\n"
      "print what the users saw side by side, with what theory says\n\n"
      "  hundred-load compare                        all modes, waiting and computing\n"
      "  hundred-load compare --modes pool,async --endpoints '/mixed'\n\n{}",
      help_text(compare_option_table(defaults), all));
}

/// Where the comparison is: on a terminal one line that changes, else a line for each round.
class StepLine {
 public:
  StepLine(Terminal& terminal, bool wanted) : terminal_(terminal), wanted_(wanted) {}
  ~StepLine() { erase(); }
  StepLine(const StepLine&) = delete;
  StepLine& operator=(const StepLine&) = delete;

  void say(const Step& step) {
    if (!step.warning.empty()) {
      erase();
      fmt::print(terminal_.err, "hundred-load: {}\n", step.warning);
    }
    if (!wanted_) return;
    const std::string where = step.round == 0 ? "measuring" : fmt::format("round {} of {}", step.round, step.rounds);
    const std::string left = step.seconds_left == 0 ? "" : fmt::format(", {:.0f} s left", std::ceil(step.seconds_left));
    if (terminal_.err_is_terminal)
      fmt::print(terminal_.err, "\r\x1b[K{}: {}{}", where, step.what, left);
    else if (step.round != last_round_)
      fmt::print(terminal_.err, "{}{}\n", step.round == 0 ? "measuring " + step.what : where, left);
    terminal_.err.flush();
    last_round_ = step.round;
  }

 private:
  void erase() {
    if (wanted_ && terminal_.err_is_terminal) terminal_.err << "\r\x1b[K" << std::flush;
  }

  Terminal& terminal_;
  const bool wanted_;
  std::uint64_t last_round_ = std::numeric_limits<std::uint64_t>::max();
};

bool has_an_answer(const Entry& entry) {
  return std::any_of(entry.rounds.begin(), entry.rounds.end(), [](const Report& round) { return round.counts.ok > 0; });
}

/// Says on terminal.err where the report is, and what the exit code means. @returns that code.
int conclude(const Comparison& comparison, ReportFolder& folder, Terminal& terminal) {
  if (const auto older = folder.finish()) fmt::print(terminal.err, "\nThe earlier report is now in {}.", *older);
  fmt::print(terminal.err, "\nSaved in {}: report.txt (with costs), report.json\n", folder.path());
  if (const std::string page = folder.path() + "/report.html"; std::filesystem::exists(page))
    fmt::print(terminal.err, "Pictures: {}\n", how_to_open(page));
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
  if (answer_about_program(options, terminal.out, [&] { return help(options.help_all); })) return exit_done;
  const Interrupt interrupt;
  ReportFolder folder(options.folder);
  Comparison comparison;
  {
    StepLine line(terminal, !options.no_progress);
    comparison = compare(options, interrupt, [&](const Step& step) { line.say(step); });
  }
  if (comparison.interrupted && !comparison.has_rounds()) return exit_interrupted;
  const std::string json = json_text(to_json(comparison));
  folder.write("report.json", json);
  folder.write("report.txt", to_text(comparison, Style(false)));
  terminal.out << (options.json ? json : summary_text(comparison, terminal.style(options.no_color))) << std::flush;
  return conclude(comparison, folder, terminal);
}

}  // namespace hundred::loadtest
