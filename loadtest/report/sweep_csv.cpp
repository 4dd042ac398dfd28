#include "loadtest/report/sweep_csv.hpp"

#include <fmt/format.h>

namespace hundred::loadtest {
namespace {

std::string cell(const std::optional<double>& value) { return value ? fmt::format("{:.6g}", *value) : ""; }

std::string row(const Sweep& sweep, const Curve& curve, const SweepPoint& p, const std::optional<Scaling>& fit) {
  std::string text =
      fmt::format("{},{},{:.6g},{:.6g},{},{},{}", curve.mode, swept_names.at(static_cast<std::size_t>(sweep.over)),
                  p.value, p.duration_ms, p.counts.sent, p.counts.ok, cell(p.throughput_per_s));
  for (const char* figure : {"mean", "p50", "p99"}) text += "," + cell(p.response.figure(figure));
  text += fmt::format(",{},{}", cell(p.little ? std::optional(p.little->expected) : std::nullopt),
                      cell(p.little ? std::optional(p.little->actual) : std::nullopt));
  text += fmt::format(",{}", verdict_names.at(static_cast<std::size_t>(p.verdict)));
  text += fmt::format(",{},{}", cell(p.theory ? std::optional(p.theory->throughput_per_s) : std::nullopt),
                      cell(p.theory ? p.theory->response_ms : std::nullopt));
  text += fmt::format(",{},{}\n", cell(fit ? std::optional(fit->hard.at(p.value)) : std::nullopt),
                      cell(fit && fit->law ? std::optional(fit->law->at(p.value)) : std::nullopt));
  return text;
}

}  // namespace

std::string to_csv(const Sweep& sweep) {
  std::string text =
      "mode,over,value,duration_ms,sent,ok,throughput_per_s,mean_ms,p50_ms,p99_ms,little_expected,little_actual,"
      "verdict,"
      "theory_per_s,theory_response_ms,hard_limit_per_s,scalability_law_per_s\n";
  for (const Curve& curve : sweep.curves) {
    const auto fit = scaling_of(sweep, curve);
    for (const SweepPoint& point : curve.points) text += row(sweep, curve, point, fit);
  }
  return text;
}

}  // namespace hundred::loadtest
