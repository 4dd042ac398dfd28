#include "loadtest/lab/experiment_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "common/nearest.hpp"
#include "loadtest/lab/json_reader.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t most_repeats = 100;
constexpr std::uint64_t most_cpus = 100'000;

/// The arguments of `hundred-load run`, less those that say what becomes of the report.
RunOptions run_options(const JsonReader& json) {
  RunOptions options;
  try {
    options = parse_run_options(json.texts());
  } catch (const UsageError& error) {
    json.fail(error.what());
  }
  if (options.help || options.help_all || options.version || options.json || !options.outputs.empty() ||
      !options.thresholds.empty())
    json.fail("holds --help, --version, --json, --output or --slo, which are not for a step of an experiment");
  return options;
}

Step step_from(const JsonReader& json) {
  json.expect_keys({"id", "words", "run", "ask", "repeats", "may_fail", "may_be_invalid"});
  Step step;
  step.id = json.at("id").text();
  step.words = json.at("words").prose();
  if (json.has("run") == json.has("ask")) json.fail("must have one of the keys 'run' and 'ask'");
  step.asks = json.has("ask");
  step.options = run_options(json.at(step.asks ? "ask" : "run"));
  if (step.asks && step.options.mode.empty()) json.at("ask").fail("must have --mode: it asks a server of its own");
  if (json.has("repeats")) step.repeats = json.at("repeats").whole_number(1, most_repeats);
  step.may_fail = json.flag("may_fail");
  step.may_be_invalid = json.flag("may_be_invalid");
  return step;
}

std::vector<Step> steps_from(const JsonReader& json) {
  std::vector<Step> steps;
  for (const JsonReader& item : json.items()) {
    Step step = step_from(item);
    if (std::any_of(steps.begin(), steps.end(), [&](const Step& other) { return other.id == step.id; }))
      item.at("id").refuse("another id than those of the steps before");
    steps.push_back(std::move(step));
  }
  return steps;
}

/// Reads what refers to the steps.
class FigureReader {
 public:
  explicit FigureReader(const std::vector<Step>& steps) {
    for (const Step& step : steps) ids_.push_back(step.id);
  }

  Figure figure(const JsonReader& json) const {
    json.expect_keys({"of", "at", "over", "less"});
    Figure figure;
    figure.of = place(json);
    if (json.has("over") && json.has("less")) json.fail("must have one of the keys 'over' and 'less' at most");
    if (json.has("over")) figure.operation = Figure::Operation::ratio;
    if (json.has("less")) figure.operation = Figure::Operation::difference;
    if (figure.operation != Figure::Operation::none) figure.other = other(json.at(json.has("over") ? "over" : "less"));
    return figure;
  }

 private:
  Place place(const JsonReader& json) const {
    const JsonReader of = json.at("of"), at = json.at("at");
    if (std::find(ids_.begin(), ids_.end(), of.text()) == ids_.end())
      of.refuse(fmt::format("the id of a step{}", did_you_mean(of.text(), ids_)));
    try {
      return {of.text(), nlohmann::ordered_json::json_pointer(at.text())};
    } catch (const nlohmann::ordered_json::parse_error&) {
      at.refuse("a JSON pointer, such as /latency_ms/response/mean");
    }
  }
  std::variant<double, Place> other(const JsonReader& json) const {
    if (json.json().is_number()) return json.number();
    json.expect_keys({"of", "at"});
    return place(json);
  }

  std::vector<std::string> ids_;
};

/// A number, or numbers by the CPUs that they need.
Bound bound_from(const JsonReader& json, const char* key) {
  if (!json.has(key)) return {};
  const JsonReader bound = json.at(key);
  if (bound.json().is_number()) return {{1, bound.number()}};
  if (!bound.json().is_object() || bound.json().empty())
    bound.refuse("a number, or numbers by CPUs, such as {\"2\": 1.6}");
  Bound numbers;
  for (const auto& [cpus, number] : bound.json().items()) {
    if (cpus.empty() || cpus.size() > 5 || cpus[0] == '0' || cpus.find_first_not_of("0123456789") != std::string::npos)
      bound.refuse(fmt::format("by numbers of CPUs from 1 to {}, such as {{\"2\": 1.6}}", most_cpus - 1));
    numbers[std::stoull(cpus)] = bound.at(cpus.c_str()).number();
  }
  return numbers;
}

Expectation expectation_from(const JsonReader& json, const FigureReader& figures) {
  json.expect_keys({"says", "figure", "at_least", "at_most", "exactly", "computes"});
  Expectation expectation{json.at("says").prose(),
                          figures.figure(json.at("figure")),
                          bound_from(json, "at_least"),
                          bound_from(json, "at_most"),
                          {},
                          json.flag("computes")};
  if (json.has("exactly")) expectation.exactly = json.at("exactly").json();
  const bool bounded = json.has("at_least") || json.has("at_most");
  if (bounded == expectation.exactly.has_value())
    json.fail("must have 'at_least', 'at_most' or both, or else 'exactly'");
  if (expectation.exactly && expectation.figure.operation != Figure::Operation::none)
    json.fail("'exactly' goes with a figure without 'over' and 'less'");
  return expectation;
}

}  // namespace

ExperimentFile parse_experiment(const std::string& name, std::string_view text, const std::string& document) {
  const auto parsed = parse_document(text, document);
  const JsonReader json(parsed, document);
  json.expect_keys({"title", "shows", "source", "steps", "expect", "learn", "next"});
  ExperimentFile file{name,
                      json.at("title").text(),
                      json.at("shows").prose(),
                      json.at("source").prose(),
                      steps_from(json.at("steps")),
                      {},
                      json.at("learn").prose(),
                      {},
                      {}};
  const FigureReader figures(file.steps);
  for (const JsonReader& item : json.at("expect").items()) file.expectations.push_back(expectation_from(item, figures));
  const JsonReader next = json.at("next");
  next.expect_keys({"words", "run"});
  file.next = next.at("words").prose();
  file.next_arguments = run_options(next.at("run")).arguments;
  return file;
}

ExperimentFile read_experiment(const std::string& path) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) throw UsageError(fmt::format("{}: cannot be read", path));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_experiment(std::filesystem::path(path).stem().string(), text, path);
}

}  // namespace hundred::loadtest
