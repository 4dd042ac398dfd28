#include "loadtest/report/comparison_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "loadtest/report/style.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

/// To two digits, `round` being floor or ceil.
double rough(double value, double (*round)(double)) {
  if (value <= 0) return value;
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return round(value / unit) * unit;
}

/// At least this many milliseconds have two digits when they are written as hundredths of a second.
constexpr double two_digits_of_a_second = 99.5;
constexpr double a_second = 999.5;
/// Less is written in microseconds.
constexpr double a_millisecond = 0.9995;
constexpr double ten = 9.995, hundred = 99.95;

int decimals_of_seconds(double seconds) { return seconds < ten ? 2 : seconds < hundred ? 1 : 0; }

std::string seconds_text(double seconds) { return fmt::format("{:.{}f} s", seconds, decimals_of_seconds(seconds)); }

struct Unit {
  const char* name;
  double ms;
  int decimals;
};

/// What a duration is written in, with three digits at most.
Unit unit_of(double milliseconds) {
  if (milliseconds < a_millisecond) return {"us", 0.001, 0};
  if (milliseconds < a_second) return {"ms", 1, milliseconds < ten ? 1 : 0};
  return {"s", 1000, decimals_of_seconds(milliseconds / 1000)};
}

}  // namespace

std::optional<double> half_ms(const Entry& entry) {
  return median(entry, [](const Report& r) { return r.answered ? r.answered->half_ms : std::nullopt; });
}

std::optional<double> all_ms(const Entry& entry) {
  return median(entry, [](const Report& r) { return r.answered ? r.answered->all_ms : std::nullopt; });
}

std::optional<double> throughput_per_s(const Entry& entry) {
  return median(entry, [](const Report& r) { return r.throughput_per_s; });
}

std::optional<double> bystander_ms(const Entry& entry, const char* figure) {
  return median(
      entry, [figure](const Report& r) { return r.bystander ? r.bystander->response.figure(figure) : std::nullopt; });
}

Durations::Durations(const Contest& contest) {
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (const Entry& entry : contest.entries)
    for (const auto& figure : {half_ms(entry), all_ms(entry)}) {
      least = std::min(least, figure.value_or(least));
      most = std::max(most, figure.value_or(most));
    }
  seconds_ = least >= two_digits_of_a_second && most >= a_second;
}

std::string Durations::operator()(const std::optional<double>& milliseconds) const {
  if (!milliseconds) return "-";
  if (seconds_ || *milliseconds >= a_second) return seconds_text(*milliseconds / 1000);
  return *milliseconds < ten ? duration_text(*milliseconds) : fmt::format("{:.0f} ms", *milliseconds);
}

std::string brief_duration(double milliseconds) {
  if (milliseconds >= a_second) return fmt::format("{:.3g} s", milliseconds / 1000);
  return milliseconds < 1 ? duration_text(milliseconds) : fmt::format("{:.3g} ms", milliseconds);
}

std::string span_text(double least_ms, double most_ms) {
  const Unit unit = unit_of(most_ms);
  const std::string least = fmt::format("{:.{}f}", least_ms / unit.ms, unit.decimals),
                    most = fmt::format("{:.{}f} {}", most_ms / unit.ms, unit.decimals, unit.name);
  return most.starts_with(least + " ") ? most : least + "-" + most;
}

std::string bounds_text(const Bounds& ms, const Durations& text) {
  if (ms.least == ms.most) return text(ms.least);
  const double least = rough(ms.least, std::floor), most = rough(ms.most, std::ceil);
  if (most < 1000) return fmt::format("{:.3g}-{:.3g} ms", least, most);
  return fmt::format("{:.3g}-{:.3g} s", least / 1000, most / 1000);
}

std::string rate_text(const std::optional<double>& per_s) {
  return per_s ? fmt::format("{:.{}f}", *per_s, *per_s < 100 ? 1 : 0) : "-";
}

std::string spent_text(const Entry& entry) {
  const Report* round = middle_round(entry);
  const auto spent = round == nullptr ? std::nullopt : time_spent(*round);
  return spent ? fmt::format("{:<15}{:>4.0f} %", spent->words, spent->percent) : "-";
}

}  // namespace hundred::loadtest
