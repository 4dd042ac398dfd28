#pragma once

#include <optional>
#include <span>

namespace hundred::loadtest {

/// A measured point of a curve of throughput.
struct ScalingPoint {
  double at = 0;     ///< c > 0: users, workers, or requests/s asked for
  double per_s = 0;  ///< X(c) > 0
};

/// X(c) = each min(c, limit): in proportion, until something is used up.
struct HardLimit {
  double each = 0;      ///< throughput per second of one
  double limit = 0;     ///< k, no less than the first point and no more than the last
  double residual = 0;  ///< root of the mean square of measured / X(c) - 1

  double at(double c) const;
};

/// The Universal Scalability Law, X(c) = each c / (1 + sigma (c - 1) + kappa c (c - 1)) (Gunther, Guerrilla Capacity
/// Planning, 2007, chapter 4).
struct ScalabilityLaw {
  double each = 0;      ///< throughput per second of one
  double sigma = 0;     ///< contention: the share of the work that one at a time does
  double kappa = 0;     ///< coherency: what agreeing costs each pair
  double residual = 0;  ///< as above

  double at(double c) const;
  /// The c of the greatest throughput, sqrt((1 - sigma) / kappa), at least 1; nothing if kappa is 0.
  std::optional<double> peak() const;
};

/// What a curve of throughput looks like.
struct Scaling {
  static constexpr double most_off = 0.1;  ///< a fit with a greater residual is none

  HardLimit hard;
  std::optional<ScalabilityLaw> law;  ///< nothing if it was not wanted, or of fewer than four points
  /// The hard limit is over 2 % off and the law's standard error, which counts its further parameter, at most two
  /// thirds of the hard limit's. Never of fewer than five points.
  bool law_is_better = false;
  /// N* of asymptotic bounds (Denning and Buzen, 1978): where the line of the first ones, each c, meets the greatest
  /// throughput of the better fit between the first and the last point. Nothing if the line ends less than a tenth
  /// above that, as it may go on, or neither fits.
  std::optional<double> knee;

  /// Of the better fit.
  double at(double c) const;
  double residual() const;
};

/// Least squares of measured / X(c) - 1, so that small throughputs count as much as great ones. In this measure both
/// are problems of linear least squares, solved exactly, the law's with sigma and kappa >= 0.
/// @param points  in ascending order, no c twice. @param with_law  fit the law too. @returns nothing of fewer than
/// three
std::optional<Scaling> fit_scaling(std::span<const ScalingPoint> points, bool with_law);

}  // namespace hundred::loadtest
