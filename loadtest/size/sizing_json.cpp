#include "loadtest/size/sizing_json.hpp"

#include <array>

#include "loadtest/modes.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/size/size_options.hpp"
#include "loadtest/size/sizing_text.hpp"
#include "loadtest/validity.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// By Lack and by Verdict.
constexpr std::array<const char*, 4> lacks{"none", "cpus", "workers", "speed"};
constexpr std::array<const char*, 3> verdicts{"valid", "suspect", "invalid"};

Json question_json(const SizeQuestion& q) {
  Json limits = Json::array();
  for (const Threshold& limit : q.limits) limits.push_back(limit.text);
  return {{"alone_ms", work_json(q.work)},
          {"effective_cpus", q.cpus},
          {"gil", gil_name(q.gil)},
          {"rate_per_s", q.rate_per_s},
          {"arrivals", "poisson"},
          {"seed", q.seed},
          {"limits", limits},
          {"figure", q.limits.front().figure},
          {"run_ms", q.run_s * 1e3}};
}

Json point_json(const std::optional<SizePoint>& point) {
  return point ? Json{{"workers", point->workers}, {"figure_ms", point->figure_ms}} : Json(nullptr);
}

Json theory_json(const TheorySize& theory, const SizeQuestion& q) {
  return {{"lacks", lacks.at(static_cast<std::size_t>(theory.lack))},
          {"minimum_workers", theory.minimum},
          {"answer", point_json(theory.answer)},
          {"one_less_ms", nullable(theory.one_less_ms)},
          {"chance_ms", theory.chance_ms},
          {"up_to_per_s", nullable(theory.up_to_per_s)},
          {"at_more", {{"rate_per_s", size_margin * q.rate_per_s}, {"workers", nullable(theory.at_more)}}},
          {"best", point_json(theory.best)},
          {"crowd", point_json(theory.crowd)}};
}

Json under_gil_json(const std::optional<TheorySize>& theory) {
  if (!theory) return nullptr;
  return {{"lacks", lacks.at(static_cast<std::size_t>(theory->lack))},
          {"answer", point_json(theory->answer)},
          {"best", point_json(theory->best)}};
}

Json run_json(const SizeRun& run) {
  const bool valid = run.validity.verdict == Verdict::valid;
  return {{"workers", run.workers},
          {"met", run.met},
          {"response_ms", summary_json(run.response)},
          {"throughput_per_s", nullable(run.throughput_per_s)},
          {"counts", counts_json(run.counts)},
          {"validity",
           {{"verdict", verdicts.at(static_cast<std::size_t>(run.validity.verdict))},
            {"reason", valid ? Json(nullptr) : Json(worst_words(run.validity))}}}};
}

Json mode_json(const ModeSize& mode, const Sizing& sizing) {
  const SizeRun* fewest = fewest_measured(mode);
  Json json{{"mode", mode.mode},
            {"counts_workers", find_mode(mode.mode)->counts_workers},
            {"theory", theory_json(mode.theory, sizing.question)},
            {"under_gil", under_gil_json(mode.under_gil)},
            {"measured",
             {{"workers", fewest == nullptr ? Json(nullptr) : Json(fewest->workers)},
              {"settled", is_settled(mode)},
              {"runs", Json::array()}}},
            {"decision", decision(mode, sizing)},
            {"doubts", doubts(mode, sizing)}};
  for (const SizeRun& run : mode.runs) json["measured"]["runs"].push_back(run_json(run));
  return json;
}

}  // namespace

Json to_json(const Sizing& sizing) {
  Json json{{"schema", "hundred.size/1"},
            {"question", question_json(sizing.question)},
            {"endpoint", sizing.endpoint.empty() ? Json(nullptr) : Json(sizing.endpoint)},
            {"interrupted", sizing.interrupted},
            {"modes", Json::array()},
            {"failures", Json::array()},
            {"environment", environment_json(sizing.environment)}};
  for (const ModeSize& mode : sizing.modes) json["modes"].push_back(mode_json(mode, sizing));
  for (const SizeFailure& failure : sizing.failures)
    json["failures"].push_back({{"mode", failure.mode}, {"workers", failure.workers}, {"message", failure.message}});
  return json;
}

}  // namespace hundred::loadtest
