#include "loadtest/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/units.hpp"
#include "loadtest/modes.hpp"

namespace hundred::loadtest {
namespace {

constexpr client::Time first_drawn_after = client::second;
/// Seconds; a plan that is longer ends with its requests.
constexpr double known_at_all = 1e7;

/// Nanoseconds from the release for which requests are due, if that is known beforehand.
std::optional<client::Time> planned_time(const client::Load& load) {
  std::optional<client::Time> time;
  if (load.duration) time = load.warmup + *load.duration;
  if (!load.open_loop) return time;
  const auto& stages = load.open_loop->stages;
  const double seconds = std::accumulate(stages.begin(), stages.end(), 0.0, [](double sum, const client::Stage& stage) {
    return sum + static_cast<double>(stage.duration) * 1e-9;
  });
  if (seconds > known_at_all) return time;
  const auto of_stages = static_cast<client::Time>(seconds * 1e9);
  return std::min(time.value_or(of_stages), of_stages);
}

/// Seconds until the requests or the time are used up, whichever is first; nothing if that cannot be told yet.
std::optional<double> seconds_left(const client::Load& load, std::uint64_t done, double elapsed) {
  std::optional<double> left;
  if (const auto time = planned_time(load)) left = std::max(0.0, static_cast<double>(*time) * 1e-9 - elapsed);
  const double counted = elapsed - static_cast<double>(load.warmup) * 1e-9;
  if (load.requests && done > 0 && counted > 0) {
    const double by_count =
        counted / static_cast<double>(done) * static_cast<double>(*load.requests - std::min(done, *load.requests));
    left = std::min(left.value_or(by_count), by_count);
  }
  return left;
}

std::string title_of(const client::Load& load, const std::string& mode) {
  const ModeRow* row = find_mode(mode);
  const std::string first =
      mode.empty() ? load.url().text() : fmt::format("{} '{}'", row != nullptr ? row->name : mode, load.url().target);
  return load.urls.size() == 1 ? first : fmt::format("{} and {} more", first, load.urls.size() - 1);
}

}  // namespace

std::string progress_text(const client::Load& load, const ProgressFigures& figures) {
  const double seconds = static_cast<double>(figures.elapsed) * 1e-9;
  if (figures.elapsed < load.warmup) {
    const double left = static_cast<double>(load.warmup - figures.elapsed) * 1e-9;
    return fmt::format("warming up, {:.0f} s left", std::ceil(left));
  }
  const double counted = seconds - static_cast<double>(load.warmup) * 1e-9;
  const auto left = seconds_left(load, figures.done, seconds);
  std::string text =
      load.requests ? fmt::format("{}/{} done", figures.done, *load.requests) : fmt::format("{} done", figures.done);
  if (!load.is_burst() && counted > 0) text += fmt::format(", {:.0f}/s", static_cast<double>(figures.done) / counted);
  if (figures.p50 > 0)
    text += fmt::format(", p50 {}, p99 {}", human_duration(static_cast<double>(figures.p50) * 1e-9),
                        human_duration(static_cast<double>(figures.p99) * 1e-9));
  if (figures.failed > 0) text += fmt::format(", {} failed", figures.failed);
  if (left == 0)
    text += ", waiting for the last answers";
  else if (left)
    text += fmt::format(", {:.0f} s left", std::ceil(*left));
  return text;
}

ProgressView::ProgressView(const RunOptions& options, const client::Load& load, const client::Progress& progress,
                           const std::string& place, Terminal& terminal)
    : load_(load),
      progress_(progress),
      live_(terminal, !options.no_progress),
      place_(place.empty() ? "" : place + ": "),
      title_(place_ + title_of(load, options.mode)),
      style_(grid_style(Terminal::may_colour(options.no_color))),
      started_(client::now()) {}

void ProgressView::draw() {
  if (!live_.is_shown()) return;
  const std::vector<std::string> burst = burst_lines(title_, {load_, progress_}, style_, live_.room());
  if (!burst.empty()) return live_.show(burst);
  const client::Time at = client::now();
  if (at - started_ >= first_drawn_after) live_.show({text(at)});
}

std::string ProgressView::text(client::Time at) const {
  const client::Time released = progress_.released;
  if (released == 0) return fmt::format("{}connecting {} users", place_, load_.users);
  const client::Histogram last = progress_.last_second();
  return place_ + progress_text(load_, {progress_.done, progress_.failed, std::max<client::Time>(0, at - released),
                                        last.quantile(0.5), last.quantile(0.99)});
}

}  // namespace hundred::loadtest
