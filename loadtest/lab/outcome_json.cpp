#include <array>

#include "loadtest/lab/outcome.hpp"
#include "loadtest/report/json_parts.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;

/// By Conclusion.
constexpr std::array<const char*, 3> conclusion_names{"as_expected", "not_as_expected", "not_shown"};

Json step_json(const Step& step, const LabRun& run) {
  Json json{{"id", step.id}, {"words", step.words}, {"arguments", step.options.arguments}, {"runs", Json::array()}};
  for (const StepRun& done : run.runs)
    if (done.step == step.id)
      json["runs"].push_back({{"others_cpus", nullable(done.others_cpus)},
                              {"run", done.report ? done.json() : Json(nullptr)},
                              {"answers", done.report ? Json(nullptr) : Json(done.answers)}});
  return json;
}

Json expectation_json(const Expectation& expectation, const Judged& judged) {
  return {{"says", expectation.says},
          {"measured", nullable(judged.measured)},
          {"others_cpus", judged.others_cpus},
          {"at_least", nullable(judged.at_least)},
          {"at_most", nullable(judged.at_most)},
          {"exactly", nullable(expectation.exactly)},
          {"conclusion", conclusion_names[static_cast<std::size_t>(judged.conclusion)]}};
}

}  // namespace

Json to_json(const ExperimentFile& file, const LabRun& run) {
  Json json{{"schema", "hundred.experiment/1"},
            {"name", file.name},
            {"title", file.title},
            {"cpus", run.cpus},
            {"as_expected", run.as_expected()},
            {"interrupted", run.interrupted},
            {"complaints", run.complaints},
            {"steps", Json::array()},
            {"expectations", Json::array()},
            {"environment", environment_json(run.environment)}};
  for (const Step& step : file.steps) json["steps"].push_back(step_json(step, run));
  for (std::size_t i = 0; i < run.judged.size(); ++i)
    json["expectations"].push_back(expectation_json(file.expectations[i], run.judged[i]));
  return json;
}

}  // namespace hundred::loadtest
