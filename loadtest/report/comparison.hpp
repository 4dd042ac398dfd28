#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/prediction.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/theory.hpp"

namespace hundred::loadtest {

/// One mode on one endpoint.
struct Entry {
  std::string mode;
  std::vector<Report> rounds;            ///< may be none, if its server failed
  std::optional<Prediction> prediction;  ///< theory
};

/// All modes on one endpoint: a table.
struct Contest {
  EndpointFacts facts;
  std::string keep_alive;  ///< of the servers: "park", "close"
  std::vector<Entry> entries;
};

/// A server that did not do its part: it did not start, died, or nobody could connect to it.
struct Failure {
  std::string mode;
  std::string keep_alive;
  std::uint64_t round = 0;  ///< from 1 on
  std::string message;
};

/// All that is known of one comparison. Text and JSON only render it.
struct Comparison {
  LoadFacts load;
  std::uint64_t repeats = 0;  ///< rounds asked for
  bool interrupted = false;
  std::vector<Contest> contests;
  std::vector<Failure> failures;
  Environment environment;

  bool has_rounds() const;  ///< something was measured
};

/// The median over an entry's rounds of what `figure` finds in each; of an even number the mean of the two in the
/// middle. A round without the figure (not all had an answer) counts as one with a greater figure than any.
/// @returns nothing if the median is such a round.
std::optional<double> median(const Entry& entry, const std::function<std::optional<double>(const Report&)>& figure);

/// The round whose slowness is the median, so that its details may stand for all; null if there is none.
const Report* middle_round(const Entry& entry);

}  // namespace hundred::loadtest
