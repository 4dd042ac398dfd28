#include "loadtest/find_max/found_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "loadtest/find_max/found_answer.hpp"
#include "loadtest/report/columns.hpp"
#include "loadtest/threshold.hpp"

namespace hundred::loadtest {
namespace {

/// By RateVerdict.
constexpr std::array<const char*, 4> verdict_texts{"met", "not met", "unclear", "invalid"};

const char* text_of(RateVerdict verdict) { return verdict_texts[static_cast<std::size_t>(verdict)]; }

/// "29.6 to 33.0 ms", "980 us to 1.02 ms"
std::string range_words(const Bounds& bounds) {
  std::string least = duration_text(bounds.least);
  const std::string most = duration_text(bounds.most);
  const std::size_t unit = least.find(' ');
  if (unit != std::string::npos && most.ends_with(least.substr(unit))) least.resize(unit);
  return fmt::format("{} to {}", least, most);
}

std::string figure_words(const LimitAtRate& limit) {
  if (!limit.result.measured) return limit.figure + " not known: too few requests";
  const double value = *limit.result.measured;
  if (limit.figure == "errors%") return fmt::format("errors {:.2g} %", value);
  if (limit.figure == "errors") return fmt::format("{:.0f} errors", value);
  if (!is_latency(limit.figure)) return fmt::format("{} {}", limit.figure, rate_text(value));
  return fmt::format("{} {}{}", limit.figure, duration_text(value),
                     limit.likely ? ", likely " + range_words(*limit.likely) : "");
}

/// The limit that decided: the first of those that came to what the step did.
const LimitAtRate* deciding(const RateStep& step) {
  const auto found = std::find_if(step.limits.begin(), step.limits.end(),
                                  [&](const LimitAtRate& limit) { return limit.verdict == step.verdict; });
  return found == step.limits.end() ? nullptr : &*found;
}

struct Line {
  std::size_t number;
  const RateStep* step;
};

/// The figures of the limits on times, two of them; with the median, if there is but one, or none.
std::vector<std::string> shown_figures(const FoundRate& found) {
  std::vector<std::string> figures;
  for (const LimitAtRate& limit : found.steps.front().limits)
    if (is_latency(limit.figure) && std::find(figures.begin(), figures.end(), limit.figure) == figures.end())
      figures.push_back(limit.figure);
  if (figures.size() < 2 && figures != std::vector<std::string>{"p50"}) figures.insert(figures.begin(), "p50");
  if (figures.size() < 2) figures.emplace_back("p99");
  figures.resize(2);
  return figures;
}

std::string likely_cell(const RateStep& step) {
  const LimitAtRate* limit = deciding(step);
  return limit == nullptr || !limit->likely ? "" : range_words(*limit->likely);
}

std::string verdict_cell(const RateStep& step) {
  const LimitAtRate* limit = deciding(step);
  const bool by_limit = step.remark.empty() && limit != nullptr && step.verdict != RateVerdict::met;
  return fmt::format("  {}{}", text_of(step.verdict), by_limit ? ": " + limit->figure : "");
}

std::string table(const FoundRate& found) {
  std::vector<Line> lines;
  for (const RateStep& step : found.steps) lines.push_back({lines.size() + 1, &step});
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.step->rate_per_s < b.step->rate_per_s; });
  const std::vector<std::string> figures = shown_figures(found);
  const auto figure = [&](std::size_t i) {
    return [name = figures[i]](const Line& l) { return duration_text(l.step->response.figure(name)); };
  };
  const std::vector<Column<Line>> columns{
      {"", "step", 4, [](const Line& l) { return std::to_string(l.number); }},
      {"", "rate", 9, [](const Line& l) { return rate_text(l.step->rate_per_s); }},
      {"", "for", 6, [](const Line& l) { return fmt::format("{:.0f} s", l.step->seconds); }},
      {"", "requests", 9, [](const Line& l) { return std::to_string(l.step->counts.sent); }},
      {"", figures[0], 9, figure(0)},
      {"", figures[1], 9, figure(1)},
      {"", "likely", 18, [](const Line& l) { return likely_cell(*l.step); }},
      {"", "", -16, [](const Line& l) { return verdict_cell(*l.step); }}};
  std::string text = table_line<Line>(columns, [](const Column<Line>& c) { return c.bottom; });
  for (const Line& line : lines)
    text += table_line<Line>(columns, [&line](const Column<Line>& c) { return c.cell(line); });
  return text;
}

std::string head(const FoundRate& found, const Style& style) {
  std::string words = hanging(fmt::format("the highest rate that keeps {}", fmt::join(found.limits, ", ")));
  words.pop_back();
  std::string text = style.heading(words) + "\n";
  text += found.mode.empty() ? fmt::format("'{}'\n", found.endpoint)
                             : fmt::format("'{}', {}{}{}\n", found.endpoint, found.mode,
                                           found.run_by.empty() ? "" : ", ", found.run_by);
  text += hanging(fmt::format(
      "open loop: {}, {} generator thread{}; {}after 1 s of warm-up",
      found.arrivals == client::Arrivals::poisson ? "Poisson arrivals" : "evenly spaced arrivals", found.threads,
      found.threads == 1 ? "" : "s", found.fresh_servers ? "each step on a fresh server, " : "each step "));
  if (found.interrupted) text += style.failure("Interrupted: this is what was found up to then.") + "\n";
  return text;
}

}  // namespace

std::string rate_text(double per_s) {
  return fmt::format("{:.{}f}/s", per_s, per_s < 9.995 ? 2 : per_s < 99.95 ? 1 : 0);
}

std::string verdict_words(const RateStep& step) {
  std::string words = text_of(step.verdict);
  if (!step.remark.empty()) return fmt::format("{}: {}", words, step.remark);
  const LimitAtRate* limit = deciding(step);
  return limit == nullptr ? words : fmt::format("{}: {}", words, figure_words(*limit));
}

std::string to_text(const FoundRate& found, const Style& style) {
  std::string text = head(found, style) + "\n";
  text += style.key_figure(answer_words(found)) + "\n\n";
  text += table(found);
  text += style.explanation("likely: 95 % sure that it is at least, and 95 % that it is at most, so much") + "\n\n";
  for (const std::string& sentence : answer_sentences(found)) text += wrapped(sentence);
  return text;
}

}  // namespace hundred::loadtest
