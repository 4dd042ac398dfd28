#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/lab/experiment_file.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// One time that a step was done.
struct StepRun {
  std::string step;
  std::optional<Report> report;                 ///< of a load
  std::vector<nlohmann::ordered_json> answers;  ///< of a step that asks, in the order of its paths
  std::optional<double> others_cpus;            ///< CPUs that other programs of this machine used meanwhile

  /// What the figures of expectations point into.
  nlohmann::ordered_json json() const;
};

enum class Conclusion : std::uint8_t { as_expected, not_as_expected, not_shown };

/// What became of an expectation.
struct Judged {
  Conclusion conclusion = Conclusion::not_as_expected;
  std::optional<nlohmann::ordered_json> measured;  ///< nothing if a run has no such figure
  double others_cpus = 0;                          ///< CPUs that others took during its steps, of these the most
  std::optional<double> at_least, at_most;         ///< as they hold for the CPUs of this machine
};

/// What came of a step.
struct StepFigures {
  std::vector<nlohmann::ordered_json> runs;  ///< the JSON of each time that it was done, at least one
  double others_cpus = 0;                    ///< what others took meanwhile: the median of these times
};
using StepResults = std::map<std::string, StepFigures>;  ///< by the step's id

StepResults results_of(const std::vector<StepRun>& runs);

/// Judges an expectation, on a machine with so many usable CPUs. It is not shown if it has no bounds for so few; nor if
/// it is of computing and not met while others took more than a fifth of a CPU.
Judged judge(const Expectation& expectation, const StepResults& steps, std::uint64_t cpus);

/// What is wrong with a run whatever was expected of it: "pool: 3 of 100 requests failed", or that it is invalid;
/// empty if nothing is.
std::string complaint(const Step& step, const Report& report);

/// An experiment that was run, or as far as it was.
struct LabRun {
  std::uint64_t cpus = 1;  ///< usable ones
  bool interrupted = false;
  std::vector<StepRun> runs;  ///< in the order in which they were done
  std::vector<std::string> complaints;
  std::vector<Judged> judged;  ///< by expectation; empty if it was interrupted
  Environment environment;     ///< when it began

  bool as_expected() const;
};

/// The JSON of the schema "hundred.experiment/1".
nlohmann::ordered_json to_json(const ExperimentFile& file, const LabRun& run);

}  // namespace hundred::loadtest
