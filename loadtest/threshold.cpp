#include "loadtest/threshold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/units.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

/// "p(99)" is "p99".
std::string figure_of(std::string_view text) {
  if (text.starts_with("p(") && text.ends_with(')')) return "p" + std::string(text.substr(2, text.size() - 3));
  return std::string(text);
}

/// Milliseconds: a duration, or a plain number of them.
std::optional<double> milliseconds_of(std::string_view text) {
  if (const auto plain = parse_decimal(text)) return plain;
  const auto duration = parse_duration(text);
  if (!duration) return std::nullopt;
  return static_cast<double>(duration->count()) * 1e-6;
}

std::optional<double> limit_of(std::string& figure, std::string_view text) {
  if (is_latency(figure)) return milliseconds_of(text);
  if (figure == "errors" && text.ends_with('%')) {
    figure = "errors%";
    text.remove_suffix(1);
  }
  return figure == "errors" || figure == "errors%" || figure == "rate" ? parse_decimal(text) : std::nullopt;
}

std::optional<double> measured(const std::string& figure, const Report& report) {
  const auto errors = static_cast<double>(report.counts.sent - report.counts.ok);
  if (figure == "errors") return errors;
  if (report.counts.sent == 0) return std::nullopt;
  if (figure == "errors%") return errors / static_cast<double>(report.counts.sent) * 100;
  if (figure == "rate") return report.throughput_per_s;
  return report.response.figure(figure);
}

}  // namespace

std::optional<Threshold> parse_threshold(std::string_view text) {
  Threshold threshold;
  threshold.text = text;
  std::string plain;
  std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [](char c) { return c != ' '; });
  const std::size_t mark = plain.find_first_of("<>");
  if (mark == std::string::npos) return std::nullopt;
  threshold.below = plain[mark] == '<';
  threshold.or_equal = plain.substr(mark + 1).starts_with('=');
  threshold.figure = figure_of(plain.substr(0, mark));
  const auto limit = limit_of(threshold.figure, std::string_view(plain).substr(mark + (threshold.or_equal ? 2 : 1)));
  if (!limit) return std::nullopt;
  threshold.limit = *limit;
  return threshold;
}

bool is_latency(const std::string& figure) {
  if (figure == "mean" || figure == "min" || figure == "max") return true;
  const auto known = percentiles();
  return std::any_of(known.begin(), known.end(), [&](const auto& p) { return p.first == figure; });
}

bool keeps(const Threshold& threshold, double value) {
  return (threshold.or_equal && value == threshold.limit) ||
         (threshold.below ? value < threshold.limit : value > threshold.limit);
}

ThresholdResult judge(const Threshold& threshold, const Report& report) {
  ThresholdResult result{threshold.text, measured(threshold.figure, report), false};
  result.met = result.measured && keeps(threshold, *result.measured);
  return result;
}

}  // namespace hundred::loadtest
