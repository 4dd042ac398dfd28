#pragma once

#include <optional>
#include <string>

#include "loadtest/report/comparison.hpp"

// How the texts of a comparison write figures, so that tables and sentences agree.
namespace hundred::loadtest {

/// Medians over the rounds, as median() has them.
std::optional<double> half_ms(const Entry& entry);
std::optional<double> all_ms(const Entry& entry);
std::optional<double> throughput_per_s(const Entry& entry);
/// Of the bystander's response times.
std::optional<double> bystander_ms(const Entry& entry, const char* figure);

/// How the durations of one table are written: in seconds if each has two digits then, else those below a second in
/// milliseconds, whole ones from ten on. "-" for what is not known.
class Durations {
 public:
  explicit Durations(const Contest& contest);
  std::string operator()(const std::optional<double>& milliseconds) const;

 private:
  bool seconds_;
};

/// Three significant digits, without noughts at the end: "50.3 ms", "2 s".
std::string brief_duration(double milliseconds);
/// Two durations in one unit, in at most 11 columns: "210-370 us", "640-712 ms", "0.98-1.08 s".
std::string span_text(double least_ms, double most_ms);
/// "653 ms"; bounds as "650-910 ms", rounded outwards to two digits: what they are made from is known no better.
std::string bounds_text(const Bounds& ms, const Durations& text);
std::string rate_text(const std::optional<double>& per_s);
/// "in queue", 85; of the round in the middle. Nothing if the server did not say.
std::string spent_text(const Entry& entry);

}  // namespace hundred::loadtest
