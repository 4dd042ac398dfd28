#include "loadtest/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "common/units.hpp"

namespace hundred::loadtest {
namespace {

constexpr client::Time first_drawn_after = 1'000'000'000;

/// Seconds until the requests or the time are used up, whichever is first; nothing if that cannot be told yet.
std::optional<double> seconds_left(const client::Load& load, std::uint64_t done, double elapsed) {
  std::optional<double> left;
  if (load.duration) left = std::max(0.0, static_cast<double>(*load.duration) * 1e-9 - elapsed);
  if (load.requests && done > 0) {
    const double by_count =
        elapsed / static_cast<double>(done) * static_cast<double>(*load.requests - std::min(done, *load.requests));
    left = std::min(left.value_or(by_count), by_count);
  }
  return left;
}

}  // namespace

std::string progress_text(const client::Load& load, std::uint64_t done, std::uint64_t failed, client::Time elapsed) {
  const double seconds = static_cast<double>(elapsed) * 1e-9;
  const auto left = seconds_left(load, done, seconds);
  std::string text = load.requests ? fmt::format("{}/{} done", done, *load.requests) : fmt::format("{} done", done);
  if (!load.is_burst()) text += fmt::format(", {:.0f}/s", static_cast<double>(done) / seconds);
  if (failed > 0) text += fmt::format(", {} failed", failed);
  if (left == 0)
    text += ", waiting for the last answers";
  else if (left)
    text += fmt::format(", {:.0f} s left", std::ceil(*left));
  return text;
}

ProgressLine::ProgressLine(const client::Load& load, const client::Progress& progress, Terminal& terminal, bool wanted)
    : load_(load),
      progress_(progress),
      terminal_(terminal),
      wanted_(wanted && terminal.err_is_terminal),
      started_(client::now()) {}

ProgressLine::~ProgressLine() {
  if (drawn_) terminal_.err << "\r\x1b[K" << std::flush;
}

void ProgressLine::draw() {
  const client::Time at = client::now();
  if (!wanted_ || at - started_ < first_drawn_after) return;
  const client::Time released = progress_.released;
  const std::string text = released == 0 ? fmt::format("connecting {} users", load_.users)
                                         : progress_text(load_, progress_.done, progress_.failed, at - released);
  terminal_.err << "\r\x1b[K" << text << std::flush;
  drawn_ = true;
}

}  // namespace hundred::loadtest
