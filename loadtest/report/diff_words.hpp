#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loadtest/report/diff.hpp"

// How text, JSON and messages speak of a difference.
namespace hundred::loadtest {

/// "'/ping'"; with ", --keep-alive close" where connections are not parked.
std::string subject_words(const Subject& subject);
/// "'/io/sleep?ms=20'"; both, with an arrow, where they differ.
std::string subject_words(const DiffRow& row);
/// "worker-pool '/ping'".
std::string name_of(const DiffRow& row);

/// "slower", "faster", "no difference seen", "too few rounds"; "one run each".
std::string verdict_words(const DiffRow& row, const Diff& diff);

/// What a change is of: "all 100 have an answer", "p99", "in queue".
std::string label_of(const Change& change, const Diff& diff);
/// "51.3 ms", "1972"; "-" if it is not known.
std::string value_text(const Change& change, const std::optional<double>& value);
/// "+10.2 %", in 8 columns at most; "-" if it cannot be said.
std::string percent_text(const Change& change);

/// What is worse by more than so many percent, a line each: "worker-pool '/ping': p99 51.3 ms -> 61.2 ms (+19.3 %)". Of
/// comparisons the decisive figures, unless the test sees no difference; of runs the percentiles too.
std::vector<std::string> worse_by_more(const Diff& diff, double percent);

}  // namespace hundred::loadtest
