#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/sweep_text.hpp"
#include "loadtest/report/sweep_why.hpp"

namespace hundred::loadtest {
namespace {

constexpr double near_theory = 0.05, bears_theory_out = 0.1, little_holds = 0.05;

/// What the sentences of one curve are about.
struct SeenCurve {
  const Sweep& sweep;
  const Curve& curve;
  std::vector<const SweepPoint*> sound{};
  std::optional<Scaling> scaling = scaling_of(sweep, curve);
  std::optional<Knee> knee = knee_of(sweep, curve);

  std::string words(double value) const { return value_words(sweep.over, value); }
  /// "worker", "user"
  std::string one() const { return sweep.over == Swept::users ? "user" : "worker"; }
  std::string per_s(double value) const { return rate_text(value) + "/s"; }
};

std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }
/// Rounded up: what is within that.
std::string at_most(double share) { return percent(std::ceil(share * 1e3) / 1e3); }

std::string rate_limit(const SeenCurve& s) {
  const SweepPoint &first = *s.sound.front(), &last = *s.sound.back();
  if (!s.knee)
    return fmt::format("No knee up to {}: throughput is what was asked for, and p99 at most twice that at {}.",
                       s.words(last.value), s.words(first.value));
  if (!s.knee->above)
    return fmt::format("The knee is below {}: less was answered than was asked for.", s.words(first.value));
  return fmt::format(
      "The knee is between {} and {}: up to the first throughput is what was asked for and p99 at most twice that at "
      "{} "
      "({}); at the second one of them no longer is.",
      s.words(s.knee->at), s.words(*s.knee->above), s.words(first.value), duration_text(first.response.figure("p99")));
}

std::string growth(const SeenCurve& s) {
  if (s.sound.empty()) return {};
  if (s.sweep.over == Swept::rate) return rate_limit(s);
  if (!s.scaling || s.scaling->residual() > Scaling::most_off) return {};
  const double first = s.sound.front()->value, last = s.sound.back()->value;
  const double each = s.scaling->law_is_better ? s.scaling->law->each : s.scaling->hard.each;
  if (!s.knee)
    return fmt::format("No knee up to {}: each {} adds {} all the way.", s.words(last), s.one(), s.per_s(each));
  if (s.knee->at <= first * (1 + 1e-9))
    return fmt::format("The knee is at {} or before: throughput does not grow from there on.", s.words(first));
  const std::string beyond = s.scaling->law_is_better ? "each adds less than the one before"
                                                      : fmt::format("it stays at {}", s.per_s(s.scaling->at(last)));
  return fmt::format(
      "The knee is at {:.3g} {}s, between the points {:.6g} and {:.6g}: each {} adds {} up to there, and "
      "beyond {}.",
      s.knee->at, s.one(), s.knee->below, *s.knee->above, s.one(), s.per_s(each), beyond);
}

/// What sigma and kappa mean where the law is the better fit.
std::string law_words(const SeenCurve& s) {
  const ScalabilityLaw& law = *s.scaling->law;
  std::string text = fmt::format("The Universal Scalability Law fits within {}, a hard limit within {}. ",
                                 at_most(law.residual), at_most(s.scaling->hard.residual));
  text += law.sigma > 0 ? fmt::format("sigma = {:.2g}, contention: {} of the work is done by one at a time. ",
                                      law.sigma, percent(law.sigma))
                        : "sigma = 0: no contention. ";
  const auto peak = law.peak();
  if (!peak) return text + "kappa = 0: agreeing with each other (coherency) costs nothing.";
  return text + fmt::format(
                    "kappa = {:.2g}, coherency: what agreeing costs each pair. Throughput is greatest at {:.3g} "
                    "{}s{}.",
                    law.kappa, *peak, s.one(),
                    *peak > s.sound.back()->value ? ", beyond what was measured" : "; more make it less");
}

std::string fit(const SeenCurve& s) {
  if (!s.scaling) return {};
  const HardLimit& hard = s.scaling->hard;
  if (s.sweep.over == Swept::rate)
    return s.scaling->knee ? fmt::format("{} is the most that was answered: min(rate, {:.3g}/s) fits within {}.",
                                         s.per_s(s.scaling->at(hard.limit)), hard.limit, at_most(hard.residual))
                           : "";
  if (s.scaling->residual() > Scaling::most_off)
    return fmt::format(
        "Neither a hard limit nor the Universal Scalability Law fits: the better is {} off. Something "
        "else changes from point to point.",
        at_most(s.scaling->residual()));
  if (s.scaling->law_is_better) return law_words(s);
  const std::string served = s.knee ? fmt::format("min(c, {:.3g})", hard.limit) : "c";
  const std::string text =
      fmt::format("A hard limit fits, X = {} x {} within {}", s.per_s(hard.each), served, at_most(hard.residual));
  if (!s.scaling->law) return text + ".";
  return text + fmt::format(
                    "; the Universal Scalability Law (sigma = {:.2g}, kappa = {:.2g}) fits within {}, not clearly "
                    "better.",
                    s.scaling->law->sigma, s.scaling->law->kappa, at_most(s.scaling->law->residual));
}

double off_theory(const SweepPoint& point) {
  return point.theory ? *point.throughput_per_s / point.theory->throughput_per_s - 1 : 0;
}

double most_off(const SeenCurve& s) {
  double most = 0;
  for (const SweepPoint* point : s.sound) most = std::max(most, std::abs(off_theory(*point)));
  return most;
}

/// Why throughput is what it is, where it is as theory says.
std::string why(const SeenCurve& s) {
  if (s.sound.empty() || !s.sound.back()->theory || most_off(s) > bears_theory_out) return {};
  return bound_words(s.sweep, s.curve, *s.sound.back());
}

std::string theory(const SeenCurve& s) {
  constexpr std::size_t most_named = 5;
  std::vector<std::string> off;
  std::size_t judged = 0;
  bool faster = false;
  for (const SweepPoint* point : s.sound) {
    judged += point->theory ? 1 : 0;
    faster |= off_theory(*point) > bears_theory_out;
    if (std::abs(off_theory(*point)) > near_theory)
      off.push_back(fmt::format("{} ({:+.1f} %)", s.words(point->value), off_theory(*point) * 100));
  }
  if (judged == 0) return {};
  if (off.empty()) return fmt::format("Theory and throughput agree at each point, within {}.", at_most(most_off(s)));
  const std::string more = off.size() > most_named ? fmt::format(" and {} more", off.size() - most_named) : "";
  off.resize(std::min(off.size(), most_named));
  return fmt::format(
      "Off theory by over 5 %: {}{}.{}", fmt::join(off, ", "), more,
      faster ? " Where it is more, other programs had the CPUs while a request was measured alone." : "");
}

std::string little(const SeenCurve& s) {
  double most = 0;
  std::size_t judged = 0;
  for (const SweepPoint* point : s.sound)
    if (point->little && point->little->actual >= 1) {
      most = std::max(most, std::abs(point->little->deviation()));
      ++judged;
    }
  if (judged == 0) return {};
  return fmt::format("Little's law, throughput x mean time = {}, {} within {}{}.",
                     s.sweep.load.open_loop ? "requests in flight" : "users", most <= little_holds ? "holds" : "is off",
                     at_most(most), judged < s.sound.size() ? " where there is enough to judge it" : "");
}

/// Points of this verdict, the first one's reason for all.
std::string doubts(const SeenCurve& s, Verdict verdict) {
  std::vector<std::string> at;
  const SweepPoint* first = nullptr;
  for (const SweepPoint& point : s.curve.points)
    if (point.verdict == verdict) {
      at.push_back(s.words(point.value));
      if (first == nullptr) first = &point;
    }
  if (first == nullptr) return {};
  return fmt::format("{} at {}{}: {}.", verdict == Verdict::invalid ? "Invalid, and in no fit," : "Suspect",
                     fmt::join(at, ", "), at.size() > 1 ? "; the first" : "", first->reason);
}

std::string failures(const SeenCurve& s) {
  std::vector<std::string> at;
  for (const SweepPoint& point : s.curve.points)
    if (const std::uint64_t failed = point.counts.sent - point.counts.ok; failed > 0)
      at.push_back(fmt::format("{} of {} at {}{}", failed, point.counts.sent, s.words(point.value),
                               is_sound(point) ? "" : " (in no fit)"));
  return at.empty() ? "" : fmt::format("Requests without a good answer: {}.", fmt::join(at, ", "));
}

}  // namespace

std::vector<std::string> curve_findings(const Sweep& sweep, const Curve& curve) {
  SeenCurve seen{sweep, curve};
  for (const SweepPoint& point : curve.points)
    if (is_sound(point)) seen.sound.push_back(&point);
  std::vector<std::string> findings{growth(seen),
                                    fit(seen),
                                    why(seen),
                                    theory(seen),
                                    little(seen),
                                    failures(seen),
                                    doubts(seen, Verdict::suspect),
                                    doubts(seen, Verdict::invalid)};
  std::erase(findings, "");
  return findings;
}

}  // namespace hundred::loadtest
