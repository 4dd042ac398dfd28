#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "server/models/registry.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

using Json = nlohmann::json;

std::vector<std::string> names_of_models() {
  std::vector<std::string> names;
  for (const server::ModelRow& row : server::models()) names.emplace_back(row.name);
  return names;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& model) {
  std::string name = model.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void expect_all_ok(const Json& report, std::uint64_t requests) {
  const Json& counts = report.at("counts");
  EXPECT_EQ(counts.at("sent"), requests) << counts;
  EXPECT_EQ(counts.at("ok"), requests) << counts;
  for (const char* other : {"failed", "timed_out", "unanswered"}) EXPECT_EQ(counts.at(other), 0) << counts;
}

/// The real load tool against the real server, which it starts itself.
class LoadTool : public ::testing::TestWithParam<std::string> {
 protected:
  static Json report_of(const Arguments& arguments) {
    const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {}, 60s);
    // 3: this machine was too busy to trust the figures; the counts are right all the same.
    EXPECT_TRUE(finished.exit_code == 0 || finished.exit_code == 3) << finished.exit_code << ": " << finished.errors;
    EXPECT_EQ(sanitizer_report(finished.errors), "");
    return Json::parse(finished.output);
  }
};
INSTANTIATE_TEST_SUITE_P(AllModels, LoadTool, ::testing::ValuesIn(names_of_models()), test_name);

TEST_P(LoadTool, ABurstIsCountedToTheLast) {
  const Json report = report_of({"run", "--mode", GetParam(), "/io/sleep?ms=20", "--json"});
  EXPECT_EQ(report.at("schema"), "hundred.run/1");
  expect_all_ok(report, 100);
  EXPECT_GE(report.at("latency_ms").at("response").at("min").get<double>(), 20);
}

TEST_P(LoadTool, WhatFetchesHasAnUpstream) {
  const Json report = report_of({"run", "--mode", GetParam(), "/io/fetch?ms=20", "--json"});
  expect_all_ok(report, 100);
  EXPECT_GE(report.at("latency_ms").at("response").at("min").get<double>(), 20);
}

TEST_P(LoadTool, AClosedLoopIsCountedToTheLast) {
  const Json report = report_of({"run", "--mode", GetParam(), "/ping", "--json", "-c", "10", "-n", "1000"});
  expect_all_ok(report, 1000);
}

/// How many requests of a warm-up the servers of such a run have seen.
std::size_t warm_up_of(Arguments arguments) {
  const TemporaryFolder folder;
  const std::string log = folder.path() + "/access.log";
  arguments.insert(arguments.begin(), "run");
  run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {{"HUNDRED_ACCESS_LOG", log}}, 60s);
  std::ifstream lines(log);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.find("/io/sleep?ms=10 ") != std::string::npos) ++count;
  return count;
}

TEST(WarmUp, PrecedesABurstUnlessTheUserSaysOtherwise) {
  EXPECT_EQ(warm_up_of({"--mode", "event-loop", "/ping", "-c", "30"}), 30U);
  EXPECT_EQ(warm_up_of({"--mode", "event-loop", "/ping", "-c", "300"}), 100U);
  EXPECT_EQ(warm_up_of({"--mode", "event-loop", "/ping", "-c", "10", "-n", "30"}), 0U);
  EXPECT_EQ(warm_up_of({"--mode", "event-loop", "/ping", "-c", "30", "--warmup", "10ms"}), 0U);
  EXPECT_EQ(warm_up_of({"--mode", "event-loop", "/ping", "-c", "30", "--server-arg", "--backlog=100"}), 0U);
}

}  // namespace
}  // namespace hundred::test
