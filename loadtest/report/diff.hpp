#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loadtest/report/comparison.hpp"

namespace hundred::loadtest {

/// What was not the same for the old report and the new one.
struct Condition {
  std::string kind;           ///< "endpoint", "mode", "load", "options", "environment"
  std::string name;           ///< "--workers", "CPUs"; empty if the kind says it all
  std::string before, after;  ///< in words
};

/// One figure, old and new: the medians of the rounds.
struct Change {
  std::string name;                     ///< "all_ms", "throughput_per_s", "p99_ms"; of a breakdown "total", "queue" ...
  std::optional<double> before, after;  ///< nothing if it is not known, or the median round never had it
  bool more_is_better = false;
  bool apart = false;  ///< every round of the one is greater than every round of the other

  /// By which `after` is greater; nothing if that cannot be said.
  std::optional<double> percent() const;
  /// The same, but greater than 0 for what is worse; infinite if `after` is missing. Nothing if `before` is.
  std::optional<double> worse_percent() const;
};

/// What a row is of: an endpoint, and what the servers do with idle connections ("park", "close"; empty of runs).
struct Subject {
  std::string endpoint, keep_alive;
  bool operator==(const Subject&) const = default;
};

/// One mode on one endpoint, old and new.
struct DiffRow {
  Subject before, after;
  std::string mode;  ///< may be empty of runs, and is the new one's
  std::size_t rounds_before = 0, rounds_after = 0;
  Change decisive;                  ///< of a burst when all had an answer, of a loop its good answers per second
  std::vector<Change> percentiles;  ///< of response times: p50, p95, p99, as both have them
  std::vector<Change> parts;        ///< of the mean response time: the total, then what it was spent on
  std::uint64_t missing_before = 0, missing_after = 0;  ///< requests without a good answer, in all rounds
  /// Of the Mann-Whitney test of the decisive figure, corrected by holm() for the number of rows; nothing if the rounds
  /// are so few that it could not be as small as `significance`.
  std::optional<double> p;
  Difference::Seen seen = Difference::Seen::untested;  ///< by the decisive figure alone

  bool slower() const { return seen == Difference::Seen::yes && decisive.worse_percent().value_or(-1) > 0; }
  bool faster() const { return seen == Difference::Seen::yes && !slower(); }
};

/// One of the two reports.
struct DiffSide {
  std::string path;
  std::string started_at;  ///< UTC, ISO 8601
  std::string validity;    ///< in words
  bool interrupted = false;
};

/// How two reports differ. Text and JSON only render it.
struct Diff {
  bool of_runs = false;  ///< of two runs, which have one round each, else of two comparisons
  bool burst = false;
  std::string load;         ///< the old one's, in words
  std::uint64_t users = 0;  ///< 0 if they were not as many
  DiffSide before, after;
  std::vector<Condition> conditions;
  std::vector<std::string> only_before, only_after;  ///< rows that the other has not: "worker-pool '/ping'"
  std::vector<DiffRow> rows;                         ///< at least one
  /// Of comparisons: rounds of the one were measured between rounds of the other; nothing if that is not known.
  std::optional<bool> interleaved;

  std::size_t count(Difference::Seen seen) const;
};

/// Rows by endpoint and mode. Endpoints that only one has are paired in their order, if both have as many such; that is
/// then the first of the conditions, of which the others are not looked for here. Neither are the sides' paths.
/// @throws UsageError if there is no row, or only one of the two is a burst.
Diff diff_of(const Comparison& before, const Comparison& after);
/// One row, whatever was asked of whom.
Diff diff_of(const Report& before, const Report& after);

/// So many rounds on each side let the test tell, if there are so many rows.
std::size_t rounds_to_tell(std::size_t rows);

}  // namespace hundred::loadtest
