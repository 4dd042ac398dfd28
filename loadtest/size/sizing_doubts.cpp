#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "loadtest/modes.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/size/sizing_text.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

using Sentences = std::vector<std::string>;

/// The first limit's figure with so many workers, as measured, or else by theory.
std::optional<double> figure_with(const ModeSize& mode, std::uint64_t workers, const std::string& figure) {
  if (const SizeRun* run = run_with(mode, workers)) return run->response.figure(figure);
  const auto& answer = mode.theory.answer;
  if (!mode.runs.empty() || !answer) return std::nullopt;
  return workers == answer->workers ? std::optional(answer->figure_ms) : mode.theory.one_less_ms;
}

/// What one run more might change.
void add_chance(const ModeSize& mode, const SizeQuestion& q, Sentences& sentences) {
  const auto needed = workers_needed(mode);
  if (!needed) return;
  const Threshold& limit = q.limits.front();
  std::vector<std::uint64_t> close;
  for (const std::uint64_t workers : {*needed - 1, *needed}) {
    const auto figure = figure_with(mode, workers, limit.figure);
    if (workers > 0 && figure && std::abs(*figure - limit.limit) <= mode.theory.chance_ms) close.push_back(workers);
  }
  if (close.empty()) return;
  const bool counted = find_mode(mode.mode)->counts_workers;
  sentences.push_back(fmt::format(
      "{} close: by chance {} of a run of {} lies up to {} to either side.",
      counted ? fmt::format("{} {}", fmt::join(close, " and "), close == std::vector<std::uint64_t>{1} ? "is" : "are")
              : "It is",
      limit.figure, brief_duration(q.run_s * 1e3), brief_duration(mode.theory.chance_ms)));
}

/// Why it takes more workers than theory says.
void add_difference(const ModeSize& mode, Sentences& sentences) {
  const auto needed = workers_needed(mode);
  if (mode.runs.empty() || !needed || *needed <= mode.theory.answer->workers) return;
  const ModeRow& row = *find_mode(mode.mode);
  if (row.own_connections)
    sentences.push_back(fmt::format(
        "More than theory says: each connection is one{}'s, so a request may wait for it while others are free; in "
        "theory any of them takes it.",
        row.one));
}

/// Where more workers were slower than fewer, by more than chance, though they should not be.
void add_disturbance(const ModeSize& mode, const SizeQuestion& q, Sentences& sentences) {
  if (mode.theory.crowd) return;
  std::vector<const SizeRun*> runs;
  for (const SizeRun& run : mode.runs) runs.push_back(&run);
  std::sort(runs.begin(), runs.end(), [](const auto* a, const auto* b) { return a->workers < b->workers; });
  const std::string& figure = q.limits.front().figure;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    const auto fewer = runs[i - 1]->response.figure(figure), more = runs[i]->response.figure(figure);
    if (!fewer || !more || *more - *fewer <= 2 * mode.theory.chance_ms) continue;
    sentences.push_back(fmt::format("With {} {} was {}, with {} {}: something else disturbed that run.",
                                    runs[i]->workers, figure, brief_duration(*more), runs[i - 1]->workers,
                                    brief_duration(*fewer)));
    return;
  }
}

void add_open_end(const ModeSize& mode, Sentences& sentences) {
  if (mode.runs.empty() || is_settled(mode)) return;
  sentences.push_back(fmt::format("After {} runs that is not settled.", mode.runs.size()));
}

void add_failed(const ModeSize& mode, Sentences& sentences) {
  for (const SizeRun& run : mode.runs)
    if (run.counts.ok < run.counts.sent)
      sentences.push_back(fmt::format("{} of {} requests failed with {}.", run.counts.sent - run.counts.ok,
                                      run.counts.sent, workers_text(mode.mode, run.workers)));
}

/// Which runs have that verdict, and why the first has it.
void add_verdict(const ModeSize& mode, Verdict verdict, const char* word, Sentences& sentences) {
  std::vector<std::uint64_t> workers;
  std::string why;
  for (const SizeRun& run : mode.runs) {
    if (run.validity.verdict != verdict) continue;
    if (workers.empty()) why = worst_words(run.validity);
    workers.push_back(run.workers);
  }
  if (workers.size() == 1)
    sentences.push_back(fmt::format("The run with {} is {}: {}.", workers.front(), word, why));
  else if (!workers.empty())
    sentences.push_back(fmt::format("The runs with {} are {}; that with {}: {}.", fmt::join(workers, ", "), word,
                                    workers.front(), why));
}

}  // namespace

std::vector<std::string> doubts(const ModeSize& mode, const Sizing& sizing) {
  Sentences sentences;
  add_open_end(mode, sentences);
  add_difference(mode, sentences);
  add_chance(mode, sizing.question, sentences);
  add_disturbance(mode, sizing.question, sentences);
  add_failed(mode, sentences);
  add_verdict(mode, Verdict::invalid, "invalid", sentences);
  add_verdict(mode, Verdict::suspect, "suspect", sentences);
  return sentences;
}

}  // namespace hundred::loadtest
