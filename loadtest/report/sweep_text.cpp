#include "loadtest/report/sweep_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "loadtest/report/columns.hpp"
#include "loadtest/report/comparison_cells.hpp"

namespace hundred::loadtest {
namespace {

/// In tenths of a percent; what is less than half of one is above nought.
std::string percent_text(double share) { return fmt::format("{:+.1f} %", std::round(share * 1e3) / 10 + 0.0); }

std::string theory_cell(const SweepPoint& point) {
  return rate_text(point.theory ? std::optional(point.theory->throughput_per_s) : std::nullopt);
}

std::string off_cell(const SweepPoint& point) {
  if (!point.theory || !point.throughput_per_s) return "-";
  return percent_text(*point.throughput_per_s / point.theory->throughput_per_s - 1);
}

std::string little_cell(const SweepPoint& point) {
  return point.little ? percent_text(point.little->deviation()) : "-";
}

/// What is varied, as a table's heading: "workers", "asked/s".
std::string heading_of(Swept over) {
  return over == Swept::rate ? "asked/s" : swept_names.at(static_cast<std::size_t>(over));
}

std::string curve_table(const Sweep& sweep, const Curve& curve) {
  const auto scaling = scaling_of(sweep, curve);
  const auto response = [](const char* figure) {
    return [figure](const SweepPoint& point) { return duration_text(point.response.figure(figure)); };
  };
  const std::vector<Column<SweepPoint>> columns{
      {"", heading_of(sweep.over), 8, [](const SweepPoint& p) { return fmt::format("{:.6g}", p.value); }},
      {"answers", "per s", 10, [](const SweepPoint& p) { return rate_text(p.throughput_per_s); }},
      {"theory", "says", 9, theory_cell},
      {"off", "theory", 9, off_cell},
      {"fit", "says", 8, [&](const SweepPoint& p) { return scaling ? rate_text(scaling->at(p.value)) : "-"; }},
      {"response", "mean", 10, response("mean")},
      {"time", "p50", 9, response("p50")},
      {"", "p99", 9, response("p99")},
      {"Little", "off", 8, little_cell}};
  std::vector<const SweepPoint*> rows;
  for (const SweepPoint& point : curve.points) rows.push_back(&point);
  return table_of(columns, rows);
}

/// "worker-pool, 8 threads"
std::string name_of(const Sweep& sweep, const Curve& curve) {
  if (curve.mode.empty()) return sweep.endpoint;
  const bool varies = sweep.over == Swept::workers || curve.run_by.empty();
  return varies ? curve.mode : curve.mode + ", " + curve.run_by;
}

std::string failure_text(const Sweep& sweep, const Curve& curve, const Style& style) {
  const std::string points =
      fmt::format("Failed, with {} of {} points measured:", curve.points.size(), sweep.values.size());
  std::string why = *curve.failure;
  for (std::size_t at = 0; (at = why.find('\n', at)) != std::string::npos; ++at) why.insert(at + 1, "  ");
  return style.failure(points) + "\n  " + why + "\n";
}

std::string curve_text(const Sweep& sweep, const Curve& curve, const Style& style) {
  std::string text = "\n" + style.heading(name_of(sweep, curve)) + "\n";
  if (!curve.points.empty()) text += curve_table(sweep, curve);
  for (const std::string& finding : curve_findings(sweep, curve)) text += wrapped(finding);
  if (curve.failure) text += failure_text(sweep, curve, style);
  return text;
}

/// "Sweep over 10 numbers of workers, 1 to 64; each measured once."
std::string first_line(const Sweep& sweep) {
  const std::string name = swept_names.at(static_cast<std::size_t>(sweep.over));
  const bool rate = sweep.over == Swept::rate;
  return fmt::format("Sweep over {} {}, {:.6g} to {:.6g}{}; each measured once.", sweep.values.size(),
                     rate ? "rates" : "numbers of " + name, sweep.values.front(), sweep.values.back(),
                     rate ? "/s" : "");
}

/// "'/io/sleep?ms=20': alone, one request takes 20.2 ms: computes 0.05 ms."
std::string endpoint_line(const Sweep& sweep) {
  if (!sweep.alone) return fmt::format("'{}'\n", sweep.endpoint);
  const Work& work = sweep.alone->work;
  std::string what;
  switch (work.kind()) {
    case Work::Kind::waiting:
      what = fmt::format("alone, one request takes {} and no CPU", brief_duration(work.total_ms));
      break;
    case Work::Kind::computing:
      what = fmt::format("alone, one request computes for {}", brief_duration(work.total_ms));
      break;
    case Work::Kind::mixed:
      what = fmt::format("alone, one request takes {}: computes {}, waits {}", brief_duration(work.total_ms),
                         brief_duration(work.cpu_ms), brief_duration(work.wait_ms));
  }
  const std::string cpus = work.kind() == Work::Kind::waiting
                               ? ""
                               : fmt::format("; the CPUs together do the work of {:.3g}", sweep.alone->cpus);
  return hanging(fmt::format("'{}': {}{}.", sweep.endpoint, what, cpus));
}

std::string durations_words(const Sweep& sweep) {
  double least = 0, most = 0;
  for (const Curve& curve : sweep.curves)
    for (const SweepPoint& point : curve.points) {
      least = least == 0 ? point.duration_ms : std::min(least, point.duration_ms);
      most = std::max(most, point.duration_ms);
    }
  return least == most ? brief_duration(least) : fmt::format("{} to {}", brief_duration(least), brief_duration(most));
}

std::string conditions(const Sweep& sweep) {
  const std::uint64_t cpus = sweep.environment.cpus;
  const std::string shared = sweep.curves.front().mode.empty() ? "" : ", shared with the load tool";
  return hanging(fmt::format("{}; each point for {}; {} CPU{}{}.", sweep.load.words, durations_words(sweep), cpus,
                             cpus == 1 ? "" : "s", shared));
}

}  // namespace

std::string value_words(Swept over, double value) {
  if (over == Swept::rate) return fmt::format("{:.6g}/s", value);
  return fmt::format("{:.6g} {}{}", value, over == Swept::users ? "user" : "worker", value == 1 ? "" : "s");
}

std::string to_text(const Sweep& sweep, const Style& style) {
  std::string text = style.heading(first_line(sweep)) + "\n" + endpoint_line(sweep);
  text += style.explanation(conditions(sweep));
  if (sweep.interrupted) text += style.failure("Interrupted: these are the points up to then.") + "\n";
  for (const Curve& curve : sweep.curves)
    if (!curve.points.empty() || curve.failure) text += curve_text(sweep, curve, style);
  return text;
}

}  // namespace hundred::loadtest
