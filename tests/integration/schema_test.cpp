#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "loadtest/report/json.hpp"
#include "tests/integration/command_line.hpp"
#include "tests/unit/loadtest/full_run.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;

/// The first Python that has jsonschema: a distribution's package is for its own only.
constexpr const char* validate_script =
    "for python in python3 /usr/bin/python3; do"
    " \"$python\" -c 'import jsonschema' 2>/dev/null && exec \"$python\" \"$@\"; "
    "done; echo 'python3 has no jsonschema; ./scripts/setup --tests installs it' >&2; exit 2";

/// Holds what hundred-load writes against docs/schema.
class Schema : public ::testing::Test {
 protected:
  fs::path folder() const { return fs::path(file_.path()).parent_path(); }

  /// The document that hundred-load prints.
  static Json printed(Arguments arguments, const std::vector<int>& exit_codes = {0, 3}) {
    arguments.emplace_back("--json");
    const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {}, 60s);
    EXPECT_THAT(exit_codes, ::testing::Contains(finished.exit_code)) << finished.errors;
    return Json::parse(finished.output);
  }

  /// Names the documents 0, 1, ...
  Finished validate(const std::vector<Json>& documents) const {
    Arguments arguments{"-c", validate_script, "validate", VALIDATE_SCHEMA, HUNDRED_SCHEMAS};
    for (const Json& document : documents) {
      const fs::path path = folder() / std::to_string(arguments.size() - 5);
      std::ofstream(path) << document;
      arguments.push_back(path);
    }
    const Finished finished = run_to_end("/bin/sh", arguments, {}, 60s);
    EXPECT_TRUE(finished.exit_code == 0 || finished.exit_code == 1) << finished.errors;
    return finished;
  }
  void expect_valid(const Json& document) const {
    const Finished finished = validate({document});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.output, "");
  }

  struct Refusal {
    Json document;
    std::string problem;
  };
  void expect_refused(const std::vector<Refusal>& refusals) const {
    std::vector<Json> documents;
    for (const Refusal& refusal : refusals) documents.push_back(refusal.document);
    const Finished finished = validate(documents);
    EXPECT_EQ(finished.exit_code, 1);
    for (std::size_t i = 0; i < refusals.size(); ++i)
      EXPECT_THAT('\n' + finished.output, HasSubstr('\n' + std::to_string(i) + ": " + refusals[i].problem));
  }

  Json compared(Arguments more, const std::vector<int>& exit_codes) const {
    more.insert(more.begin(), {"compare", "-c", "4", "--endpoints", "/io/sleep?ms=5", "-o", folder() / "report"});
    return printed(std::move(more), exit_codes);
  }

  TemporaryFile file_{""};
};

TEST_F(Schema, HoldsForABurst) {
  const Json burst = printed({"run", "--mode", "worker-pool", "/io/sleep?ms=5", "-c", "20"});
  EXPECT_EQ(burst["load"]["kind"], "burst");
  EXPECT_FALSE(burst["answered_ms"].is_null());
  expect_valid(burst);
}

TEST_F(Schema, HoldsForAClosedLoop) {
  const Json loop = printed(
      {"run", "--mode", "event-loop", "/ping", "-c", "4", "-d", "1500ms", "--think", "10ms", "--warmup", "100ms"});
  EXPECT_EQ(loop["load"]["kind"], "closed loop");
  EXPECT_GT(loop["waiting"]["warmup_requests"], 0);
  expect_valid(loop);
}

TEST_F(Schema, HoldsForAnOpenLoopWithAllThatGoesWithIt) {
  Arguments arguments{"run",
                      "--mode",
                      "worker-pool",
                      "/ping",
                      "/io/sleep?ms=2",
                      "-c",
                      "10",
                      "-R",
                      "100",
                      "-d",
                      "2s",
                      "--warmup",
                      "200ms",
                      "-t",
                      "2",
                      "--bystander",
                      "/healthz",
                      "--no-keep-alive",
                      "--arrivals",
                      "poisson",
                      "--bystander-rate",
                      "20",
                      "--slo",
                      "p99<10s",
                      "--slo",
                      "p99.9<=10s"};
  for (const char* name : {"run.json", "run.csv", "run.hgrm", "run.txt"})
    arguments.insert(arguments.end(), {"-o", folder() / name});
  const Json loop = printed(arguments, {0, 3, 99});
  EXPECT_EQ(loop["load"]["kind"], "open loop");
  EXPECT_EQ(loop["urls"].size(), 2U);
  EXPECT_FALSE(loop["bystander"].is_null());
  EXPECT_EQ(loop["thresholds"].size(), 2U);
  expect_valid(loop);
  EXPECT_EQ(Json::parse(std::ifstream(folder() / "run.json")), loop);
  for (const char* name : {"run.csv", "run.hgrm", "run.txt"}) EXPECT_GT(fs::file_size(folder() / name), 0U) << name;
}

TEST_F(Schema, HoldsForARunInWhichRequestsFail) {
  const Json missing = printed({"run", "--mode", "single-threaded", "/nowhere", "-c", "3"}, {1});
  EXPECT_EQ(missing["errors"]["unexpected_status"]["404"], 3);
  expect_valid(missing);
  const Json late =
      printed({"run", "--mode", "single-threaded", "/io/sleep?ms=400", "-c", "4", "--timeout", "600ms"}, {0, 1, 3});
  EXPECT_GT(late["counts"]["timed_out"], 0);
  expect_valid(late);
}

TEST_F(Schema, HoldsForEverythingThatAReportCanTell) {
  loadtest::Report report = loadtest::full_report();
  expect_valid(loadtest::to_json(report));
  report.interrupted = true;
  report.errors = {{"unexpected_status", "404", 1},
                   {"unexpected_status", "503", 2},
                   {"connect_failed", "No route", 1},
                   {"refused", "", 1},
                   {"reset", "", 1},
                   {"short_answer", "", 1},
                   {"malformed", "", 1}};
  report.answered = loadtest::Answered{1, std::nullopt, std::nullopt};
  for (std::size_t i = 0; i < client::outcome_count; ++i)
    report.requests[i].outcome = loadtest::outcome_name(static_cast<client::Outcome>(i));
  expect_valid(loadtest::to_json(report));
  expect_valid(loadtest::to_json(loadtest::build_report(loadtest::full_load(), {}, {})));
}

TEST_F(Schema, HoldsForComparisons) {
  const Json burst = compared({"--modes", "pool", "--repeats", "2"}, {0});
  EXPECT_EQ(burst["endpoints"][0]["modes"][0]["rounds"].size(), 2U);
  expect_valid(burst);
  const Json loop = compared({"--modes", "pool", "--repeats", "1", "-d", "200ms"}, {0});
  EXPECT_TRUE(loop["endpoints"][0]["modes"][0]["prediction"].contains("response_ms"));
  expect_valid(loop);
}

TEST_F(Schema, HoldsForAComparisonOfAServerThatFails) {
  const fs::path server = folder() / "server";
  std::ofstream(server) << "#!/bin/sh\ncase \"$*\" in *worker-pool*) exit 1 ;; esac\nexec '" << HUNDRED_SERVER_PROGRAM
                        << "' \"$@\"\n";
  fs::permissions(server, fs::perms::owner_all);
  const Json comparison = compared({"--modes", "pool,event-loop", "--repeats", "1", "--server", server}, {1});
  EXPECT_EQ(comparison["failures"].size(), 1U);
  expect_valid(comparison);
}

TEST_F(Schema, HoldsForAnExperiment) {
  const Json experiment = printed({"lab", ROUNDS}, {0});
  EXPECT_EQ(experiment["expectations"].size(), 2U);
  expect_valid(experiment);
  Json refused = experiment;
  refused["expectations"][0]["conclusion"] = "perhaps";
  expect_refused({{refused, "expectations/0/conclusion: 'perhaps' is not one of"}});
}

TEST_F(Schema, RefusesValuesThatAreNone) {
  const Json good = loadtest::to_json(loadtest::full_report());
  const auto changed = [&good](const char* pointer, const Json& value) {
    Json json = good;
    json[Json::json_pointer(pointer)] = value;
    return json;
  };
  expect_refused({
      {changed("/counts/ok", "many"), "counts/ok: 'many' is not of type 'integer'"},
      {changed("/counts/ok", 1.5), "counts/ok: 1.5 is not of type 'integer'"},
      {changed("/counts/ok", -1), "counts/ok: -1 is less than the minimum of 0"},
      {changed("/bogus", 1), ": Additional properties are not allowed ('bogus' was unexpected)"},
      {changed("/seconds/0/bogus", 1), "seconds/0: Additional properties"},
      {changed("/latency_ms/response/p98", 1), "latency_ms/response: Additional properties"},
      {changed("/validity/verdict", "splendid"), "validity/verdict: 'splendid' is not one of"},
      {changed("/validity/checks/0/name", "luck"), "validity/checks/0/name: 'luck' is not one of"},
      {changed("/requests/7/outcome", "lost"), "requests/7/outcome: 'lost' is not one of"},
      {changed("/load/kind", "siege"), "load/kind: 'siege' is not one of"},
      {changed("/errors/bad_luck", 1), "errors: Additional properties"},
      {changed("/environment/started_at", "yesterday"), "environment/started_at: 'yesterday' does not match"},
  });
}

TEST_F(Schema, RefusesAReportWithoutOneOfItsKeys) {
  const Json good = loadtest::to_json(loadtest::full_report());
  std::vector<Refusal> refusals;
  for (const auto& [key, value] : good.items()) {
    if (key == "schema") continue;  // which says what to hold it against
    refusals.push_back({good, ": '" + key + "' is a required property"});
    refusals.back().document.erase(key);
  }
  expect_refused(refusals);
}

TEST_F(Schema, RefusesAComparisonWithABadRun) {
  Json extra = compared({"--modes", "pool", "--repeats", "1"}, {0}), bad_run = extra;
  extra["endpoints"][0]["modes"][0]["bogus"] = 1;
  bad_run["endpoints"][0]["modes"][0]["rounds"][0]["elapsed_ms"] = nullptr;
  expect_refused({{extra, "endpoints/0/modes/0: Additional properties"},
                  {bad_run, "endpoints/0/modes/0/rounds/0/elapsed_ms: None is not of type 'number'"}});
}

}  // namespace
}  // namespace hundred::test
