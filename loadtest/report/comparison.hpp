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

/// What is looked for in a round; nothing if it has none.
using RoundFigure = std::function<std::optional<double>(const Report&)>;
/// The figure of each round; infinite where there is none (not all had an answer).
std::vector<double> figures_of(const Entry& entry, const RoundFigure& figure);
/// The median over an entry's rounds of what `figure` finds in each; of an even number the mean of the two in the
/// middle. A round without the figure counts as one with a greater figure than any.
/// @returns nothing if the median is such a round.
std::optional<double> median(const Entry& entry, const RoundFigure& figure);

/// The round whose slowness is the median, so that its details may stand for all; null if there is none.
const Report* middle_round(const Entry& entry);

/// The slowness of each round.
std::vector<double> slownesses(const Entry& entry);
/// The worst verdict of its rounds; nothing if there are none.
std::optional<Verdict> verdict_of(const Entry& entry);

/// Less than this is never a difference.
inline constexpr double least_difference_percent = 3;
/// A difference is seen if chance alone would show one as great at most so often.
inline constexpr double significance = 0.01;
/// From so many rounds on a test tells; with fewer none could be sure to 1 %.
inline constexpr std::size_t least_rounds_to_test = 5;

/// What can be said of how two modes differ. Each round is one figure: requests of several rounds are never pooled.
struct Difference {
  enum class Seen : std::uint8_t {
    no,        ///< medians less than 3 % apart, or a test that does not reject at 1 % that they are the same
    yes,       ///< a test that does
    untested,  ///< 3 % or more, in fewer than five rounds
  };
  Seen seen = Seen::untested;
  std::optional<double> percent;  ///< by which the second's median is greater; nothing if either has none
  std::optional<double> p;        ///< of the exact two-sided Mann-Whitney test; nothing of fewer than five rounds each
};
Difference difference(const Entry& one, const Entry& other, const RoundFigure& figure);
/// By their slowness.
Difference difference(const Entry& one, const Entry& other);
/// What follows from the two. @param percent, p  as in Difference
Difference::Seen seen_of(const std::optional<double>& percent, const std::optional<double>& p);

using Entries = std::vector<const Entry*>;
/// The entries that have rounds, from the fastest to the slowest, in groups: between a group's first and each of its
/// others no difference is seen.
std::vector<Entries> ranked(const Contest& contest);
/// The rows of a table: group by group, in a group of a burst by when half have an answer; last, who has no round.
Entries rows_of(const Contest& contest, const std::vector<Entries>& groups);

}  // namespace hundred::loadtest
