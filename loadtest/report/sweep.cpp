#include "loadtest/report/sweep.hpp"

#include <algorithm>

namespace hundred::loadtest {
namespace {

using Points = std::vector<const SweepPoint*>;

Points sound_points(const Curve& curve) {
  Points points;
  for (const SweepPoint& point : curve.points)
    if (is_sound(point)) points.push_back(&point);
  return points;
}

/// Requests due per second, as many as there were: Poisson arrivals are now more, now fewer than asked for.
double asked_per_s(const SweepPoint& point) {
  return static_cast<double>(point.counts.sent) / (point.duration_ms * 1e-3);
}

bool holds(const SweepPoint& point, const SweepPoint& first) {
  constexpr double least_share = 0.95, most_slower = 2;
  if (*point.throughput_per_s < least_share * asked_per_s(point)) return false;
  const auto p99 = point.response.figure("p99"), at_first = first.response.figure("p99");
  return !p99 || !at_first || *p99 <= most_slower * *at_first;
}

std::optional<Knee> knee_of_rate(const Points& points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (holds(*points[i], *points.front())) continue;
    const double at = points[i == 0 ? 0 : i - 1]->value;
    return Knee{at, at, i == 0 ? std::nullopt : std::optional(points[i]->value)};
  }
  return std::nullopt;
}

}  // namespace

bool Sweep::has_points() const {
  return std::any_of(curves.begin(), curves.end(), [](const Curve& curve) { return !curve.points.empty(); });
}

bool is_sound(const SweepPoint& point) {
  constexpr std::uint64_t most_failed = 100;  // one of so many
  return point.verdict != Verdict::invalid && point.throughput_per_s.value_or(0) > 0 &&
         (point.counts.sent - point.counts.ok) * most_failed <= point.counts.sent;
}

std::optional<Scaling> scaling_of(const Sweep& sweep, const Curve& curve) {
  std::vector<ScalingPoint> points;
  for (const SweepPoint* point : sound_points(curve)) points.push_back({point->value, *point->throughput_per_s});
  return fit_scaling(points, sweep.over != Swept::rate);
}

std::optional<Knee> knee_of(const Sweep& sweep, const Curve& curve) {
  const Points points = sound_points(curve);
  if (sweep.over == Swept::rate) return knee_of_rate(points);
  const auto scaling = scaling_of(sweep, curve);
  if (!scaling || !scaling->knee) return std::nullopt;
  Knee knee{*scaling->knee, *scaling->knee, {}};
  for (const SweepPoint* point : points) {
    if (point->value <= knee.at) knee.below = point->value;
    if (point->value > knee.at && !knee.above) knee.above = point->value;
  }
  return knee;
}

}  // namespace hundred::loadtest
