#include "loadtest/size/sizing.hpp"

#include <algorithm>

namespace hundred::loadtest {

SizeRun size_run(std::uint64_t workers, const Report& report) {
  const bool met =
      report.counts.ok == report.counts.sent && std::all_of(report.thresholds.begin(), report.thresholds.end(),
                                                            [](const ThresholdResult& result) { return result.met; });
  return {workers, report.response, report.counts, report.throughput_per_s, report.validity, met};
}

const SizeRun* fewest_measured(const ModeSize& mode) {
  const SizeRun* fewest = nullptr;
  for (const SizeRun& run : mode.runs)
    if (run.met && (fewest == nullptr || run.workers < fewest->workers)) fewest = &run;
  return fewest;
}

const SizeRun* run_with(const ModeSize& mode, std::uint64_t workers) {
  const auto run =
      std::find_if(mode.runs.begin(), mode.runs.end(), [&](const SizeRun& r) { return r.workers == workers; });
  return run == mode.runs.end() ? nullptr : &*run;
}

bool is_settled(const ModeSize& mode) {
  const SizeRun* fewest = fewest_measured(mode);
  return fewest != nullptr && (fewest->workers == 1 || run_with(mode, fewest->workers - 1) != nullptr);
}

std::optional<std::uint64_t> workers_needed(const ModeSize& mode) {
  if (mode.runs.empty()) return mode.theory.answer ? std::optional(mode.theory.answer->workers) : std::nullopt;
  const SizeRun* fewest = fewest_measured(mode);
  return fewest == nullptr ? std::nullopt : std::optional(fewest->workers);
}

}  // namespace hundred::loadtest
