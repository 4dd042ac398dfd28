#include "loadtest/lab/side_by_side.hpp"

#include <algorithm>

#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

Json figures_json(const Figures& figures) {
  Json json{{"requests", figures.requests}, {"good", figures.good}, {"errors", figures.errors}};
  for (const Measure& measure : measures()) json[measure.key] = nullable(measure.of(figures));
  return json;
}

Json compared_json(const SideBySide& found) {
  Json json = Json::object();
  for (const Measure& measure : measures()) {
    const Compared both = compared(found, measure);
    json[measure.key] = {{"wrk", nullable(both.wrk)},
                         {"hundred_load", nullable(both.own)},
                         {"ratio", nullable(both.ratio)},
                         {"least_ratio", nullable(both.least)},
                         {"most_ratio", nullable(both.most)}};
  }
  return json;
}

}  // namespace

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all{
      {"requests/s", "throughput_per_s", [](const Figures& f) { return std::optional(f.throughput_per_s); }},
      {"p50", "p50_ms", [](const Figures& f) { return f.p50_ms; }},
      {"p90", "p90_ms", [](const Figures& f) { return f.p90_ms; }},
      {"p99", "p99_ms", [](const Figures& f) { return f.p99_ms; }},
      {"max", "max_ms", [](const Figures& f) { return f.max_ms; }},
      {"CPU time per request", "cpu_us_per_request", [](const Figures& f) { return f.cpu_us_per_request; }},
  };
  return all;
}

Compared compared(const SideBySide& found, const Measure& measure) {
  std::vector<double> wrk, own, ratios;
  for (const Pair& pair : found.pairs) {
    const auto theirs = measure.of(pair.wrk), ours = measure.of(pair.own);
    if (theirs) wrk.push_back(*theirs);
    if (ours) own.push_back(*ours);
    if (theirs && ours && *theirs > 0) ratios.push_back(*ours / *theirs);
  }
  Compared both{median(wrk), median(own), {}, {}, {}};
  if (ratios.empty() || *both.wrk == 0) return both;
  both.ratio = *both.own / *both.wrk;
  both.least = *std::min_element(ratios.begin(), ratios.end());
  both.most = *std::max_element(ratios.begin(), ratios.end());
  return both;
}

Json to_json(const SideBySide& found) {
  Json rounds = Json::array();
  for (const Pair& pair : found.pairs)
    rounds.push_back({{"first", pair.wrk_first ? "wrk" : "hundred_load"},
                      {"wrk", figures_json(pair.wrk)},
                      {"hundred_load", figures_json(pair.own)}});
  return {{"schema", "hundred.lab/1"},
          {"experiment", "wrk"},
          {"load", load_json(found.load)},
          {"threads", found.threads},
          {"url", found.url},
          {"mode", found.mode.empty() ? Json(nullptr) : Json(found.mode)},
          {"wrk_version", found.wrk_version},
          {"repeats", found.repeats},
          {"interrupted", found.interrupted},
          {"medians", compared_json(found)},
          {"rounds", rounds},
          {"environment", environment_json(found.environment)}};
}

}  // namespace hundred::loadtest
