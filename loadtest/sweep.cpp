#include "loadtest/sweep.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "client/errors.hpp"
#include "loadtest/report/sweep_text.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

/// What a started server says of itself, so that its default of --workers is known before its points are planned.
ServerFacts facts_of(const RunOptions& options, const Interrupt& interrupt) {
  return options.mode.empty() ? ServerFacts{} : start_server(options, interrupt.fd())->facts();
}

/// "95 s", "4 min"
std::string rough_time(double seconds) {
  constexpr double minutes_from = 120;
  return seconds < minutes_from ? fmt::format("{:.0f} s", std::ceil(seconds))
                                : fmt::format("{:.0f} min", std::ceil(seconds / 60));
}

std::string place_of(const Sweep& sweep, const PlannedPoint& point, std::size_t number, std::size_t count) {
  const std::string mode = sweep.curves.size() > 1 ? point.options.mode + " " : "";
  return fmt::format("point {} of {}, {}{}", number, count, mode, value_words(sweep.over, point.value));
}

double seconds_from(const std::vector<PlannedPoint>& plan, std::size_t first) {
  double seconds = 0;
  for (std::size_t i = first; i < plan.size(); ++i) seconds += plan[i].seconds;
  return seconds;
}

void take(MeasuredPoint measured, Curve& curve) {
  curve.points.push_back(std::move(measured.point));
  curve.run_by = std::move(measured.run_by);
  curve.workers = measured.workers;
  curve.failure = std::move(measured.fault);
}

/// A closed loop begins with a request of each user: the pause after its last one belongs to it too.
std::optional<double> throughput_of(const Report& report) {
  const bool pauses = report.load.kind == LoadKind::closed_loop && report.load.warmup_ms == 0;
  if (!pauses || report.throughput_per_s.value_or(0) == 0) return report.throughput_per_s;
  const auto answers = static_cast<double>(report.counts.ok);
  return answers / (answers / *report.throughput_per_s + report.load.think_ms * 1e-3);
}

void fail_without_points(const Sweep& sweep) {
  if (sweep.interrupted || sweep.has_points()) return;
  for (const Curve& curve : sweep.curves)
    if (curve.failure) throw client::RunError(*curve.failure);
}

}  // namespace

void measure_points(Sweep& sweep, const std::vector<PlannedPoint>& plan, const MeasurePoint& measure,
                    const std::function<void(const std::string& place, double seconds_left)>& say) {
  for (std::size_t i = 0; i < plan.size() && !sweep.interrupted; ++i) {
    Curve& curve = sweep.curves.at(plan[i].curve);
    if (curve.failure) continue;
    const std::string place = place_of(sweep, plan[i], i + 1, plan.size());
    say(place, seconds_from(plan, i));
    try {
      auto measured = measure(plan[i], place);
      sweep.interrupted = !measured;
      if (measured) take(std::move(*measured), curve);
    } catch (const std::runtime_error& error) {  // RunError, or UsageError from a server that refuses its arguments
      curve.failure = error.what();
    }
  }
}

MeasuredPoint point_of(const PlannedPoint& planned, const Ran& ran) {
  const Report& report = ran.report;
  return {{planned.value, report.load.duration_ms.value_or(0), report.counts, throughput_of(report), report.response,
           little_of(ran.load, ran.recording), report.validity.verdict, worst_words(report.validity), planned.theory},
          report.run_by,
          report.server_workers,
          ran.fault};
}

Sweep run_sweep(const SweepOptions& options, const Interrupt& interrupt, Terminal& terminal) {
  const std::string mode = options.modes.empty() ? "" : options.modes.front();
  Runner runner(options_at(options, mode, options.over.values.front()), interrupt, terminal);
  const auto alone = runner.measure_alone();
  Sweep sweep = empty_sweep(options, alone);
  std::vector<ServerFacts> servers;
  for (const Curve& curve : sweep.curves)
    servers.push_back(facts_of(options_at(options, curve.mode, options.over.values.front()), interrupt));
  sweep.interrupted = interrupt.raised();
  const std::vector<PlannedPoint> plan = plan_sweep(options, servers, alone);
  const auto note = [&](const std::string& text) {
    if (!options.no_progress) terminal.err << text << std::flush;
  };
  if (!sweep.interrupted)
    note(fmt::format("{} points, about {} in all\n", plan.size(), rough_time(seconds_from(plan, 0))));
  measure_points(
      sweep, plan,
      [&](const PlannedPoint& point, const std::string& place) -> std::optional<MeasuredPoint> {
        const auto ran = runner.run(point.options, alone, place);
        return ran && !ran->report.interrupted ? std::optional(point_of(point, *ran)) : std::nullopt;
      },
      [&](const std::string& place, double left) {
        if (!terminal.err_is_terminal) note(fmt::format("{}; about {} left\n", place, rough_time(left)));
      });
  fail_without_points(sweep);
  return sweep;
}

}  // namespace hundred::loadtest
