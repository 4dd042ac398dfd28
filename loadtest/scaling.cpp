#include "loadtest/scaling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <vector>

namespace hundred::loadtest {
namespace {

using Points = std::span<const ScalingPoint>;
using Column = std::vector<double>;

constexpr std::size_t least_points = 3, least_for_law = 4, least_to_prefer_law = 5;

template <class Curve>
double residual_of(Points points, const Curve& curve) {
  double sum = 0;
  for (const ScalingPoint& p : points) sum += std::pow(p.per_s / curve.at(p.at) - 1, 2);
  return std::sqrt(sum / static_cast<double>(points.size()));
}

/// The s for which s shape(c) is nearest to the points.
template <class Shape>
double best_scale(Points points, const Shape& shape) {
  double sum = 0, squares = 0;
  for (const ScalingPoint& p : points) {
    const double ratio = p.per_s / shape(p.at);
    sum += ratio;
    squares += ratio * ratio;
  }
  return squares / sum;
}

/// The best of those whose limit is between the last of the first `below` points and the next.
HardLimit limit_after(Points points, std::size_t below) {
  const double each = best_scale(points.first(below), [](double c) { return c; });
  const double top = best_scale(points.subspan(below), [](double) { return 1.0; });
  HardLimit hard{each, std::clamp(top / each, points[below - 1].at, points[below].at), 0};
  hard.each = best_scale(points, [&](double c) { return std::min(c, hard.limit); });
  hard.residual = residual_of(points, hard);
  return hard;
}

HardLimit fit_hard_limit(Points points) {
  HardLimit best = limit_after(points, 1);
  for (std::size_t below = 2; below < points.size(); ++below)
    if (const HardLimit other = limit_after(points, below); other.residual < best.residual) best = other;
  return best;
}

double dot(const Column& a, const Column& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void subtract(double factor, const Column& from, Column& target) {
  for (std::size_t i = 0; i < target.size(); ++i) target[i] -= factor * from[i];
}

/// The factors with which the sum of the columns is nearest to ones, by the modified Gram-Schmidt process.
std::vector<double> nearest_to_ones(std::vector<Column> columns) {
  const std::size_t n = columns.size();
  std::vector<Column> r(n, Column(n));
  Column ones(columns.front().size(), 1.0), factors(n);
  for (std::size_t j = 0; j < n; ++j) {
    r[j][j] = std::sqrt(dot(columns[j], columns[j]));
    for (double& value : columns[j]) value /= r[j][j];
    for (std::size_t k = j + 1; k < n; ++k) {
      r[j][k] = dot(columns[j], columns[k]);
      subtract(r[j][k], columns[j], columns[k]);
    }
    factors[j] = dot(columns[j], ones);
    subtract(factors[j], columns[j], ones);
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t k = j + 1; k < n; ++k) factors[j] -= r[j][k] * factors[k];
    factors[j] /= r[j][j];
  }
  return factors;
}

/// c / X(c) is a sum of 1, c - 1 and c (c - 1), with the factors 1 / each, sigma / each and kappa / each. Of the least
/// squares with no factor below nought those that are not nought are the unrestricted ones of their columns.
std::optional<ScalabilityLaw> fit_law(Points points) {
  std::array<Column, 3> columns;
  for (const auto& [c, per_s] : points) {
    columns[0].push_back(per_s / c);
    columns[1].push_back(per_s / c * (c - 1));
    columns[2].push_back(per_s * (c - 1));
  }
  std::optional<ScalabilityLaw> best;
  for (const auto& used : std::initializer_list<std::vector<std::size_t>>{{0}, {0, 1}, {0, 2}, {0, 1, 2}}) {
    std::vector<Column> some;
    for (const std::size_t i : used) some.push_back(columns.at(i));
    const std::vector<double> found = nearest_to_ones(some);
    if (!std::all_of(found.begin(), found.end(), [](double factor) { return factor >= 0; }) || found[0] == 0) continue;
    std::array<double, 3> factors{};
    for (std::size_t i = 0; i < used.size(); ++i) factors.at(used[i]) = found[i];
    ScalabilityLaw law{1 / factors[0], factors[1] / factors[0], factors[2] / factors[0], 0};
    law.residual = residual_of(points, law);
    if (!best || law.residual < best->residual) best = law;
  }
  return best;
}

bool is_better(const ScalabilityLaw& law, const HardLimit& hard, std::size_t count) {
  constexpr double good_enough = 0.02, clearly = 2.0 / 3;
  if (count < least_to_prefer_law || hard.residual <= good_enough) return false;
  const auto error = [count](double residual, std::size_t parameters) {
    return residual * std::sqrt(static_cast<double>(count) / static_cast<double>(count - parameters));
  };
  return error(law.residual, 3) <= clearly * error(hard.residual, 2);
}

std::optional<double> knee_of(const Scaling& scaling, Points points) {
  constexpr double clearly_above = 1.1;
  if (scaling.residual() > Scaling::most_off) return std::nullopt;
  const double each = scaling.law_is_better ? scaling.law->each : scaling.hard.each;
  double top = std::max(scaling.at(points.front().at), scaling.at(points.back().at));
  if (const auto peak = scaling.law_is_better ? scaling.law->peak() : std::nullopt)
    top = std::max(top, scaling.at(std::clamp(*peak, points.front().at, points.back().at)));
  return each * points.back().at >= clearly_above * top ? std::optional(top / each) : std::nullopt;
}

}  // namespace

double HardLimit::at(double c) const { return each * std::min(c, limit); }

double ScalabilityLaw::at(double c) const { return each * c / (1 + sigma * (c - 1) + kappa * c * (c - 1)); }

std::optional<double> ScalabilityLaw::peak() const {
  if (kappa <= 0) return std::nullopt;
  return std::sqrt(std::max(1.0, (1 - sigma) / kappa));
}

double Scaling::at(double c) const { return law_is_better ? law->at(c) : hard.at(c); }

double Scaling::residual() const { return law_is_better ? law->residual : hard.residual; }

std::optional<Scaling> fit_scaling(Points points, bool with_law) {
  if (points.size() < least_points) return std::nullopt;
  Scaling scaling;
  scaling.hard = fit_hard_limit(points);
  if (with_law && points.size() >= least_for_law) scaling.law = fit_law(points);
  scaling.law_is_better = scaling.law && is_better(*scaling.law, scaling.hard, points.size());
  scaling.knee = knee_of(scaling, points);
  return scaling;
}

}  // namespace hundred::loadtest
