#include "loadtest/report/diff_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/part_words.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

constexpr const char* throughput = "throughput_per_s";

bool is_worse(const Change& change, double percent) {
  const auto worse = change.worse_percent();
  return worse && *worse > percent;
}

std::string change_words(const Change& change, const Diff& diff) {
  const std::string words = fmt::format("{} {} -> {}", label_of(change, diff), value_text(change, change.before),
                                        value_text(change, change.after));
  return change.after ? fmt::format("{} ({})", words, percent_text(change)) : words;
}

}  // namespace

std::string subject_words(const Subject& subject) {
  const bool parked = subject.keep_alive.empty() || subject.keep_alive == "park";
  return fmt::format("'{}'{}", subject.endpoint, parked ? "" : ", --keep-alive " + subject.keep_alive);
}

std::string subject_words(const DiffRow& row) {
  const std::string after = subject_words(row.after);
  return row.before == row.after ? after : subject_words(row.before) + " -> " + after;
}

std::string name_of(const DiffRow& row) {
  return row.mode.empty() ? subject_words(row) : row.mode + " " + subject_words(row);
}

std::string verdict_words(const DiffRow& row, const Diff& diff) {
  if (diff.of_runs) return "one run each";
  switch (row.seen) {
    case Difference::Seen::no:
      return "no difference seen";
    case Difference::Seen::untested:
      return "too few rounds";
    case Difference::Seen::yes:
      return row.slower() ? "slower" : "faster";
  }
  return {};
}

std::string label_of(const Change& change, const Diff& diff) {
  if (change.name == throughput) return "answers per s";
  if (change.name == "all_ms")
    return diff.users == 0 ? "all have an answer" : fmt::format("all {} have an answer", diff.users);
  if (change.name == "total") return "mean response";
  if (change.name.ends_with("_ms")) return change.name.substr(0, change.name.size() - 3);
  return std::string(words_of(change.name).spent);
}

std::string value_text(const Change& change, const std::optional<double>& value) {
  return change.name == throughput ? rate_text(value) : duration_text(value);
}

std::string percent_text(const Change& change) {
  const auto percent = change.percent();
  return percent ? fmt::format("{:+.{}f} %", *percent, std::abs(*percent) < 99.95 ? 1 : 0) : "-";
}

std::vector<std::string> worse_by_more(const Diff& diff, double percent) {
  std::vector<std::string> found;
  for (const DiffRow& row : diff.rows) {
    if (!diff.of_runs && row.seen == Difference::Seen::no) continue;
    std::vector<Change> judged{row.decisive};
    if (diff.of_runs) judged.insert(judged.end(), row.percentiles.begin(), row.percentiles.end());
    for (const Change& change : judged)
      if (is_worse(change, percent)) found.push_back(name_of(row) + ": " + change_words(change, diff));
  }
  return found;
}

}  // namespace hundred::loadtest
