#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "loadtest/report/json.hpp"
#include "tests/integration/schema_fixture.hpp"
#include "tests/unit/loadtest/full_run.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;

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

TEST_F(Schema, HoldsForASweep) {
  const Json sweep =
      printed({"sweep", "--modes", "pool,async", "--over", "users=1,2,4,8,16", "-d", "200ms", "/io/sleep?ms=5"});
  EXPECT_EQ(sweep["curves"].size(), 2U);
  expect_valid(sweep);
  expect_valid(printed({"sweep", "--mode", "pool", "--over", "rate=100,200", "-d", "200ms", "/io/sleep?ms=5"}));
  Json refused = sweep;
  refused["curves"][0]["points"][0]["value"] = 0;
  expect_refused({{refused, "curves/0/points/0/value: 0 is less than or equal to the minimum of 0"}});
}

TEST_F(Schema, HoldsForDifferences) {
  const auto saved = [&](const char* name, const Json& json) {
    std::ofstream(folder() / name) << json;
    return (folder() / name).string();
  };
  const std::string once = saved("1.json", compared({"--modes", "pool", "--repeats", "1"}, {0}));
  const std::string loop = saved("2.json", compared({"--modes", "pool,single", "--repeats", "1", "-d", "200ms"}, {0}));
  const Json difference = printed({"diff", once, once, "--fail-above", "10%"});
  EXPECT_EQ(difference["rows"][0]["verdict"], "no_difference_seen");
  expect_valid(difference);
  expect_valid(printed({"diff", loop, loop}));
  const std::string run = saved("3.json", loadtest::to_json(loadtest::full_report()));
  const Json runs = printed({"diff", run, run});
  EXPECT_EQ(runs["of"], "runs");
  expect_valid(runs);
  Json refused = runs;
  refused["rows"][0].erase("throughput_per_s");
  expect_refused({{refused, "rows/0: "}});
}

TEST_F(Schema, HoldsForAnExperiment) {
  const Json experiment = printed({"lab", ROUNDS}, {0});
  EXPECT_EQ(experiment["expectations"].size(), 2U);
  expect_valid(experiment);
  Json refused = experiment;
  refused["expectations"][0]["conclusion"] = "perhaps";
  expect_refused({{refused, "expectations/0/conclusion: 'perhaps' is not one of"}});
}

TEST_F(Schema, HoldsForASearchForTheHighestRate) {
  const Json search = printed({"find-max", "--mode", "worker-pool", "--workers", "2", "/io/sleep?ms=5", "--slo",
                               "p50<20ms", "--step", "1s", "--edge", "1s"},
                              {0});
  EXPECT_GE(search["steps"].size(), 2U);
  expect_valid(search);
  Json refused = search;
  refused["steps"][0]["verdict"] = "perhaps";
  expect_refused({{refused, "steps/0/verdict: 'perhaps' is not one of"}});
}

TEST_F(Schema, HoldsForASizing) {
  const Json measured = printed({"size", "--wait", "20ms", "--rate", "100", "--slo", "p95<60ms", "--measure", "1s",
                                 "--mode", "pool", "--no-progress"});
  EXPECT_GE(measured["modes"][0]["measured"]["runs"].size(), 2U);
  expect_valid(measured);
  const Json theory = printed({"size", "--cpu", "5ms", "--wait", "45ms", "--rate", "150", "--slo", "p99<100ms",
                               "--theory-only", "--cpus", "2"});
  EXPECT_EQ(theory["modes"].size(), 6U);
  expect_valid(theory);
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
