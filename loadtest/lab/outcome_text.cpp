#include "loadtest/lab/outcome_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "common/option_table.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

bool is_duration(const Figure& figure) {
  return figure.operation != Figure::Operation::ratio && figure.of.at.back() != "count" &&
         figure.of.at.to_string().find("_ms") != std::string::npos;
}

std::string number_text(const Figure& figure, double number) {
  if (is_duration(figure)) return number < 0 ? "-" + duration_text(-number) : duration_text(number);
  if (number == std::floor(number)) return fmt::format("{:.0f}", number);
  const double size = std::abs(number);
  if (size < 0.1) return fmt::format("{:.2g}", number);
  return fmt::format("{:.{}f}", number, size < 10 ? 2 : size < 100 ? 1 : 0);
}

std::string json_words(const Json& json) {
  return json.is_string() ? json.get<std::string>() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string measured_text(const Expectation& expectation, const Judged& judged) {
  if (!judged.measured) return "not in the run's figures: " + expectation.figure.of.at.to_string();
  if (expectation.exactly || !judged.measured->is_number()) return json_words(*judged.measured);
  return number_text(expectation.figure, judged.measured->get<double>());
}

std::string bounds_text(const Expectation& expectation, const Judged& judged) {
  if (expectation.exactly) return json_words(*expectation.exactly);
  const auto bound = [&](const std::optional<double>& number) { return number_text(expectation.figure, *number); };
  if (judged.at_least && judged.at_most)
    return *judged.at_least == *judged.at_most ? bound(judged.at_least)
                                               : fmt::format("{} to {}", bound(judged.at_least), bound(judged.at_most));
  return judged.at_least ? "at least " + bound(judged.at_least) : "at most " + bound(judged.at_most);
}

/// The least number of CPUs for which the expectation has its bounds.
std::uint64_t cpus_needed(const Expectation& expectation) {
  std::uint64_t cpus = 1;
  for (const Bound& bound : {expectation.at_least, expectation.at_most})
    if (!bound.empty()) cpus = std::max(cpus, bound.begin()->first);
  return cpus;
}

/// Why an expectation is not shown.
std::string reason_text(const Expectation& expectation, const Judged& judged, std::uint64_t cpus) {
  if (const std::uint64_t needed = cpus_needed(expectation); needed > cpus)
    return fmt::format("this takes {} CPUs", needed);
  return fmt::format("expected {}, but other programs took {:.1f} of the {} CPU{} meanwhile",
                     bounds_text(expectation, judged), judged.others_cpus, cpus, cpus == 1 ? "" : "s");
}

std::string expectation_text(const Expectation& expectation, const Judged& judged, std::uint64_t cpus,
                             const Style& style) {
  const bool failed = judged.conclusion == Conclusion::not_as_expected;
  const bool shown = judged.conclusion != Conclusion::not_shown;
  const std::string verdict = failed ? "NOT as expected" : shown ? "as expected" : "not shown";
  std::string text = two_columns(verdict, expectation.says, verdict_column);
  text.replace(2, verdict.size(), failed ? style.failure(verdict) : shown ? style.key_figure(verdict) : verdict);
  const std::string result =
      shown ? "expected " + bounds_text(expectation, judged) : reason_text(expectation, judged, cpus);
  return text + two_columns("", measured_text(expectation, judged) + "; " + result, verdict_column);
}

/// What to do about expectations that were not shown.
std::string advice(const LabRun& run) {
  const bool disturbed = std::any_of(run.runs.begin(), run.runs.end(),
                                     [](const StepRun& done) { return done.others_cpus.value_or(0) > 0.2; });
  const bool all_shown = std::all_of(run.judged.begin(), run.judged.end(),
                                     [](const Judged& j) { return j.conclusion == Conclusion::as_expected; });
  return (all_shown && run.complaints.empty()) || !disturbed ? ""
                                                             : "  Try again when the machine has nothing else to do.\n";
}

}  // namespace

std::string heading_text(const ExperimentFile& file, const Style& style) {
  return style.heading(file.name + ": " + file.title) + "\n" + wrapped(file.shows) + "\n" +
         style.explanation(wrapped("Where it comes from: " + file.source));
}

std::string step_text(const Step& step, std::size_t number, const Style& style) {
  const std::string head = fmt::format("{}. {}", number, step.id);
  std::string text = "\n" + style.heading(head) + "\n" + wrapped(step.words);
  if (!step.asks) return text + shell_command_lines("hundred-load run", step.options.arguments, "  $ ");
  std::vector<std::string> server{"--mode", step.options.mode};
  if (step.options.workers) server.insert(server.end(), {"--workers", std::to_string(*step.options.workers)});
  server.insert(server.end(), step.options.server_arguments.begin(), step.options.server_arguments.end());
  return text + shell_command_lines("hundred-server", server, "  $ ");
}

std::string round_text(std::uint64_t round, const Style& style) {
  return "\n" + style.heading(fmt::format("Time {}, for medians", round)) + "\n";
}

std::string outcome_text(const ExperimentFile& file, const LabRun& run, const Style& style) {
  std::string text = "\n" + style.heading("What was expected, and what came out") + "\n";
  for (std::size_t i = 0; i < run.judged.size(); ++i)
    text += expectation_text(file.expectations[i], run.judged[i], run.cpus, style);
  for (const std::string& complaint : run.complaints) text += two_columns("NOT as expected", complaint, verdict_column);
  text += advice(run);
  text += "\n" + style.heading("What to learn from it") + "\n" + wrapped(file.learn);
  return text + "\n" + wrapped("Next: " + file.next).substr(2) +
         shell_command_lines("hundred-load run", file.next_arguments, "  ");
}

}  // namespace hundred::loadtest
