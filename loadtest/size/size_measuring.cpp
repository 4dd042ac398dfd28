#include "loadtest/size/size_measuring.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "loadtest/modes.hpp"
#include "loadtest/size/smallest_search.hpp"

namespace hundred::loadtest {
namespace {

/// No more workers are tried than twice as many as should be of any use.
std::uint64_t most_workers(const TheorySize& theory) {
  const std::uint64_t useful = std::max(theory.answer->workers, theory.best ? theory.best->workers : 0);
  return std::min(2 * useful, most_size_workers);
}

/// @returns false if it was interrupted
bool measure_mode(ModeSize& mode, const MeasureSize& measure, std::vector<SizeFailure>& failures) {
  SmallestSearch search(mode.theory.answer->workers, 1, most_workers(mode.theory));
  while (mode.runs.size() < most_size_runs) {
    const auto workers = search.next();
    if (!workers) break;
    try {
      const auto run = measure(mode, *workers);
      if (!run) return false;
      mode.runs.push_back(*run);
    } catch (const std::runtime_error& error) {  // RunError, or UsageError from a server that refuses its arguments
      failures.push_back({mode.mode, *workers, error.what()});
      break;
    }
    search.take(*workers, mode.runs.back().met);
  }
  return true;
}

}  // namespace

bool worth_measuring(const ModeSize& mode) {
  return mode.theory.answer.has_value() && find_mode(mode.mode)->counts_workers;
}

std::size_t fewest_runs(const Sizing& sizing) {
  return std::accumulate(sizing.modes.begin(), sizing.modes.end(), std::size_t{0},
                         [](std::size_t runs, const ModeSize& mode) {
                           return runs + (!worth_measuring(mode) ? 0U : mode.theory.answer->workers == 1 ? 1U : 2U);
                         });
}

void measure_sizes(Sizing& sizing, const MeasureSize& measure) {
  for (ModeSize& mode : sizing.modes)
    if (worth_measuring(mode) && !measure_mode(mode, measure, sizing.failures)) {
      sizing.interrupted = true;
      return;
    }
}

}  // namespace hundred::loadtest
