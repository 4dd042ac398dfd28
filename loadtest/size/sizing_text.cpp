#include "loadtest/size/sizing_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "loadtest/modes.hpp"
#include "loadtest/report/columns.hpp"
#include "loadtest/report/comparison_cells.hpp"

namespace hundred::loadtest {
namespace {

using Columns = std::vector<Column<ModeSize>>;

std::string theory_workers(const ModeSize& mode) {
  const auto& answer = mode.theory.answer;
  if (!find_mode(mode.mode)->counts_workers) return answer ? "yes" : "no";
  return answer ? std::to_string(answer->workers) : "none";
}

std::string theory_figure(const ModeSize& mode) {
  return mode.theory.answer ? duration_text(mode.theory.answer->figure_ms) : "-";
}

std::string theory_one_less(const ModeSize& mode) {
  const TheorySize& theory = mode.theory;
  if (!theory.answer || theory.answer->workers == 1) return "-";
  return theory.one_less_ms ? duration_text(*theory.one_less_ms) : "no end";
}

std::string up_to(const ModeSize& mode) {
  if (!mode.theory.answer) return "-";
  return mode.theory.up_to_per_s ? highest_rate_words(*mode.theory.up_to_per_s) + "/s" : "any";
}

/// With a mark where the runs leave it open.
std::string measured_workers(const ModeSize& mode) {
  if (mode.runs.empty()) return "-";
  const SizeRun* fewest = fewest_measured(mode);
  if (fewest == nullptr) return fmt::format("> {}", mode.runs.back().workers);
  return fmt::format("{}{}", is_settled(mode) ? "" : "<= ", fewest->workers);
}

std::string measured_figure(const SizeRun* run, const std::string& figure) {
  return run == nullptr ? "-" : duration_text(run->response.figure(figure));
}

Columns columns(const Sizing& sizing) {
  const std::string figure = sizing.question.limits.front().figure;
  Columns all{{"", "mode", -19, [](const ModeSize& m) { return m.mode; }},
              {"theory:", "workers", 8, theory_workers},
              {"", figure, 8, theory_figure},
              {"", "one less", 9, theory_one_less},
              {"", "up to", 8, up_to}};
  if (sizing.endpoint.empty()) return all;
  const auto fewest = [figure](const ModeSize& m) { return measured_figure(fewest_measured(m), figure); };
  const auto one_less = [figure](const ModeSize& m) {
    const SizeRun* run = fewest_measured(m);
    return measured_figure(run == nullptr ? nullptr : run_with(m, run->workers - 1), figure);
  };
  all.push_back({"measured:", "workers", 9, measured_workers});
  all.push_back({"", figure, 9, fewest});
  all.push_back({"", "one less", 10, one_less});
  return all;
}

std::string work_text(const Sizing& sizing) {
  const SizeQuestion& q = sizing.question;
  const bool given = sizing.endpoint.empty();
  std::string text =
      fmt::format("{} request takes {}: computes {}, waits {}.", given ? "A" : "Alone a",
                  brief_duration(q.work.total_ms), brief_duration(q.work.cpu_ms), brief_duration(q.work.wait_ms));
  if (given)
    text += fmt::format(" {:.3g} CPU{}.", q.cpus, q.cpus == 1 ? "" : "s");
  else
    text += fmt::format(" {} CPU{}, shared with the load tool, compute as fast as {:.3g}.", sizing.environment.cpus,
                        sizing.environment.cpus == 1 ? "" : "s", q.cpus);
  if (q.gil == Gil::process) text += " One interpreter lock in each process.";
  if (q.gil == Gil::worker) text += " Each worker has an interpreter lock of its own.";
  return hanging(text);
}

/// Nothing where the CPUs were as fast as they are many.
std::string slow_cpus(const Sizing& sizing) {
  constexpr double expected = 0.75;
  const auto cpus = static_cast<double>(sizing.environment.cpus);
  if (sizing.endpoint.empty() || sizing.question.cpus >= expected * cpus) return {};
  return "Something else uses the CPUs, or they share cores: measure where it is quiet.\n";
}

std::string table(const Sizing& sizing) {
  std::vector<const ModeSize*> rows;
  for (const ModeSize& mode : sizing.modes) rows.push_back(&mode);
  return table_of<ModeSize>(columns(sizing), rows);
}

std::string how(const Sizing& sizing) {
  const SizeQuestion& q = sizing.question;
  const std::string run = brief_duration(q.run_s * 1e3);
  std::string text = fmt::format(
      "theory: M/G/c queues (Poisson arrivals; who computes shares the CPUs), simulated; {} is the median of runs of "
      "{}. "
      "up to: the highest rate that so many meet.",
      q.limits.front().figure, run);
  if (!sizing.endpoint.empty())
    text += fmt::format(
        " measured: runs of {} on '{}', Poisson arrivals, after {} that do not count. Below, what more or fewer would "
        "bring, and a GIL, is theory's.",
        run, sizing.endpoint, brief_duration(q.run_s * 50));
  return wrapped(text);
}

std::string failure_text(const SizeFailure& failure, const Style& style) {
  std::string message = failure.message;
  for (std::size_t at = 0; (at = message.find('\n', at)) != std::string::npos; ++at) message.insert(at + 1, "  ");
  return "\n" + style.failure(fmt::format("{} failed:", workers_text(failure.mode, failure.workers))) + "\n  " +
         message + "\n";
}

}  // namespace

std::string workers_text(const std::string& mode, std::uint64_t workers) {
  const ModeRow* row = find_mode(mode);
  const std::string_view word = workers == 1 ? row->one : row->many;
  if (word.empty()) return fmt::format("{} pool thread{}", workers, workers == 1 ? "" : "s");
  return fmt::format("{}{}", workers, word);
}

std::string limits_text(const SizeQuestion& question) {
  std::vector<std::string> texts;
  for (const Threshold& limit : question.limits) texts.push_back(limit.text);
  return fmt::format("{}", fmt::join(texts, " and "));
}

std::string rate_words(double per_s) {
  return fmt::format("{:.{}f}", per_s, per_s < 100 && per_s != std::floor(per_s) ? 1 : 0);
}

std::string highest_rate_words(double per_s) {
  return rate_words(per_s < 100 ? std::floor(10 * per_s) / 10 : std::floor(per_s));
}

std::string to_text(const Sizing& sizing, const Style& style) {
  const SizeQuestion& q = sizing.question;
  std::string text = style.heading(hanging(fmt::format("How many workers meet {} at {} requests/s?", limits_text(q),
                                                       rate_words(q.rate_per_s)))) +
                     style.explanation(work_text(sizing));
  if (const std::string slow = slow_cpus(sizing); !slow.empty()) text += style.failure(slow);
  if (sizing.interrupted) text += style.failure("Interrupted: this is what was found until then.") + "\n";
  text += "\n" + table(sizing) + style.explanation(how(sizing)) + "\n";
  for (const ModeSize& mode : sizing.modes) {
    text += hanging(fmt::format("{}: {}", mode.mode, decision(mode, sizing)));
    for (const std::string& doubt : doubts(mode, sizing)) text += wrapped(doubt);
  }
  for (const SizeFailure& failure : sizing.failures) text += failure_text(failure, style);
  return text;
}

}  // namespace hundred::loadtest
