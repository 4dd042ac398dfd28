#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "loadtest/run_options.hpp"

namespace hundred::loadtest {

/// Something that is done to a server: a load, or requests whose answers are looked at.
struct Step {
  std::string id;
  std::string words;  ///< what it is, for the reader
  bool asks = false;  ///< each path once, one after the other, instead of a load
  RunOptions options;
  std::uint64_t repeats = 1;    ///< how often it is done, in turn with the other steps; a figure is the median of them
  bool may_fail = false;        ///< requests may fail without harm to the experiment
  bool may_be_invalid = false;  ///< so may the run be invalid
};

/// Where a value stands: in the JSON of a run (hundred.run/1), or, of a step that asks, in {"answers": [...]}.
struct Place {
  std::string step;
  nlohmann::ordered_json::json_pointer at;
};

/// A value, or what two come to.
struct Figure {
  enum class Operation : std::uint8_t { none, ratio, difference };
  Place of;
  Operation operation = Operation::none;
  std::variant<double, Place> other = 0.0;  ///< what it is divided by, or less
};

/// A bound by the number of CPUs from which on it holds: {1: 0.9} always does, {2: 1.6, 4: 2.4} needs two CPUs.
/// Empty: there is none.
using Bound = std::map<std::uint64_t, double>;

struct Expectation {
  std::string says;
  Figure figure;
  Bound at_least, at_most;
  std::optional<nlohmann::ordered_json> exactly;  ///< then there are no bounds
  bool computes = false;                          ///< it is of computing, so other programs that compute spoil it
};

/// An experiment with a known outcome, as a file describes it.
struct ExperimentFile {
  std::string name;    ///< that of the file, without ".json"
  std::string title;   ///< what it is about, in a line
  std::string shows;   ///< what it shows
  std::string source;  ///< where it comes from
  std::vector<Step> steps;
  std::vector<Expectation> expectations;
  std::string learn;                        ///< what to learn from it
  std::string next;                         ///< what the command is for
  std::vector<std::string> next_arguments;  ///< of the `hundred-load run` to try next
};

/// @param document  what the file calls itself in messages
/// @throws UsageError, one line that says where in the document what is wrong.
ExperimentFile parse_experiment(const std::string& name, std::string_view text, const std::string& document);

/// @throws UsageError if the file cannot be read, or as parse_experiment().
ExperimentFile read_experiment(const std::string& path);

/// A file of config/experiments that is in the program.
struct EmbeddedExperiment {
  std::string_view name, text;
};

/// In the order in which they are listed.
const std::vector<EmbeddedExperiment>& embedded_experiments();

}  // namespace hundred::loadtest
