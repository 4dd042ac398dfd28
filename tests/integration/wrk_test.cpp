#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/process.hpp"
#include "tests/support/raw_connection.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

using Json = nlohmann::json;

/// The path of a program; empty if it is not installed.
std::string find_program(const std::string& name) {
  const char* folders = std::getenv("PATH");
  std::istringstream path(folders == nullptr ? "/usr/bin" : folders);
  for (std::string folder; std::getline(path, folder, ':');)
    if (const std::string file = fmt::format("{}/{}", folder, name); access(file.c_str(), X_OK) == 0) return file;
  return {};
}

/// The scripts for wrk against the real server, a second at a time.
class Wrk : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(wrk_, "") << "wrk is not installed; ./scripts/setup --tests does it";
    start_server();
  }
  /// A new one, in place of one there was.
  void start_server() { server_ = std::make_unique<ServerProcess>(Arguments{"--mode", "worker-pool"}); }

  /// Runs wrk in the folder of the scripts.
  Finished run(const std::string& options, const std::string& target, const std::string& arguments = "") const {
    const std::string command = fmt::format("cd '{}' && exec '{}' -t1 -d1s {} 'http://127.0.0.1:{}{}' -- {}",
                                            WRK_SCRIPTS, wrk_, options, server_->port(), target, arguments);
    return run_to_end("/bin/sh", {"-c", command});
  }
  /// What it prints as its last line.
  Json json_of(const std::string& options, const std::string& target, const std::string& arguments = "") const {
    const Finished finished = run(options, target, arguments);
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_EQ(finished.errors, "");
    return Json::parse(lines_of(finished.output).back());
  }
  /// What the server has done so far for each request, in the order of their ends: "cpu", "wait" or neither.
  std::vector<std::string> kinds_served() const {
    std::vector<std::string> kinds;
    const Json timeline = get(server_->port(), "/timeline").json();
    for (const Json& exchange : timeline.at("exchanges"))
      for (const Json& interval : exchange.at("intervals"))
        if (interval[0] == "cpu" || interval[0] == "wait") kinds.push_back(interval[0]);
    return kinds;
  }
  /// The requests for a path that it has answered so far.
  std::uint64_t served(const std::string& path) const {
    const std::string text = get(server_->port(), "/metrics").body;
    const std::string name =
        fmt::format("\nhundred_requests_total{{mode=\"worker-pool\",route=\"{}\",code=\"200\"}} ", path);
    const std::size_t at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
  }

  const std::string wrk_ = find_program("wrk");
  std::unique_ptr<ServerProcess> server_;
};

std::uint64_t sum_of(const Json& counts) {
  std::uint64_t sum = 0;
  for (const Json& count : counts) sum += count.get<std::uint64_t>();
  return sum;
}

/// The figures there may be of that many responses, and in their order.
void expect_carried(const Json& latency) {
  const auto count = latency.at("count").get<std::uint64_t>();
  double last = latency.at("min").get<double>();
  const std::vector<std::pair<const char*, std::uint64_t>> all{{"p50", 2},   {"p75", 4},      {"p90", 10}, {"p95", 20},
                                                               {"p99", 100}, {"p99.9", 1000}, {"max", 1}};
  for (const auto& [name, least] : all) {
    ASSERT_EQ(latency.contains(name), count >= least) << name << " in " << latency;
    if (count < least) continue;
    EXPECT_LE(last, latency.at(name).get<double>()) << name << " in " << latency;
    last = latency.at(name).get<double>();
  }
  EXPECT_LE(latency.at("min"), latency.at("mean"));
  EXPECT_LE(latency.at("mean"), latency.at("max"));
  EXPECT_GE(latency.at("stdev"), 0);
}

TEST_F(Wrk, EveryAnswerIsCounted) {
  constexpr std::uint64_t connections = 4;
  const Json json = json_of("-c4 -s json.lua", "/io/sleep?ms=5");
  const auto requests = json.at("requests").get<std::uint64_t>();
  EXPECT_GT(requests, 10U);
  EXPECT_EQ(sum_of(json.at("errors")), 0U) << json;
  EXPECT_EQ(json.at("errors").size(), 5U);
  EXPECT_EQ(json.at("latency_ms").at("count"), requests);
  EXPECT_EQ(json.at("url"), fmt::format("http://127.0.0.1:{}/io/sleep?ms=5", server_->port()));
  const double elapsed_ms = json.at("elapsed_ms").get<double>();
  EXPECT_GE(elapsed_ms, 1000);
  EXPECT_NEAR(json.at("throughput_per_s").get<double>(), static_cast<double>(requests) * 1000 / elapsed_ms, 0.01);
  EXPECT_GE(json.at("latency_ms").at("min").get<double>(), 5);
  EXPECT_GT(json.at("bytes_read").get<std::uint64_t>(), requests * 100);
  expect_carried(json.at("latency_ms"));
  EXPECT_TRUE(eventually([&] { return served("/io/sleep") >= requests; })) << served("/io/sleep");
  EXPECT_LE(served("/io/sleep"), requests + connections) << "what was on its way at the end";
}

TEST_F(Wrk, FewAnswersCarryFewPercentiles) {
  const Json latency = json_of("-c1 -d3s -s json.lua", "/io/sleep?ms=500").at("latency_ms");
  EXPECT_LT(latency.at("count"), 10);
  EXPECT_GE(latency.at("count"), 1);
  expect_carried(latency);
}

TEST_F(Wrk, NoAnswerIsValidJsonToo) {
  const Json json = json_of("-c1 -s json.lua", "/io/sleep?ms=5000");
  EXPECT_EQ(json.at("requests"), 0);
  EXPECT_EQ(json.at("throughput_per_s"), 0);
  EXPECT_EQ(json.at("latency_ms"), Json({{"count", 0}}));
}

TEST_F(Wrk, LateAnswersAreErrorsWithoutALatency) {
  const Json json = json_of("-c1 -d3s --timeout 1s -s json.lua", "/io/sleep?ms=1200");
  EXPECT_GT(json.at("requests"), 0);
  EXPECT_EQ(json.at("errors").at("timeout"), json.at("requests"));
  EXPECT_EQ(json.at("latency_ms"), Json({{"count", 0}}));
}

TEST_F(Wrk, ErrorsAreCountedByKind) {
  const Json refused = json_of("-c1 -s json.lua", "/nothing/here");
  EXPECT_GT(refused.at("requests"), 0);
  EXPECT_EQ(refused.at("errors").at("status"), refused.at("requests"));
}

TEST_F(Wrk, TheMixReachesBothEndpoints) {
  constexpr std::uint64_t connections = 4;
  const Json json = json_of("-c4 -s mixed.lua", "", "0.2 '/cpu/burn?ms=1' '/io/sleep?ms=10'");
  EXPECT_EQ(sum_of(json.at("errors")), 0U) << json;
  expect_carried(json.at("latency_ms"));
  const auto requests = json.at("requests").get<std::uint64_t>();
  const std::uint64_t sent = sum_of(json.at("requests_sent"));
  EXPECT_GE(sent, requests);
  EXPECT_LE(sent, requests + connections);
  const auto computing = json.at("requests_sent").at("/cpu/burn?ms=1").get<std::uint64_t>();
  const auto waiting = json.at("requests_sent").at("/io/sleep?ms=10").get<std::uint64_t>();
  EXPECT_GT(computing, 0U);
  EXPECT_GT(waiting, computing);
  EXPECT_TRUE(eventually([&] { return computing <= served("/cpu/burn") + connections; })) << served("/cpu/burn");
  EXPECT_LE(served("/cpu/burn"), computing);
  EXPECT_TRUE(eventually([&] { return waiting <= served("/io/sleep") + connections; })) << served("/io/sleep");
  EXPECT_LE(served("/io/sleep"), waiting);
}

TEST_F(Wrk, TheMixMayBeOneSided) {
  const Json json = json_of("-c1 -s mixed.lua", "", "0 '/nothing/here' '/io/sleep?ms=5'");
  EXPECT_EQ(json.at("requests_sent").at("/nothing/here"), 0);
  EXPECT_EQ(sum_of(json.at("errors")), 0U) << json;
}

TEST_F(Wrk, TheSameSeedDrawsTheSameMix) {
  const std::string mix = "0.5 '/cpu/burn?ms=1' '/io/sleep?ms=1' ";
  std::vector<std::vector<std::string>> drawn;
  for (const char* seed : {"7", "7", "8"}) {
    start_server();
    json_of("-c1 -s mixed.lua", "", mix + seed);
    drawn.push_back(kinds_served());
  }
  constexpr std::size_t enough = 20;
  for (auto& kinds : drawn) {
    ASSERT_GE(kinds.size(), enough);
    kinds.resize(enough);
  }
  EXPECT_EQ(drawn[0], drawn[1]);
  EXPECT_NE(drawn[0], drawn[2]);
}

TEST_F(Wrk, AWrongArgumentIsNamed) {
  const Finished finished = run("-c1 -s mixed.lua", "", "1.5");
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.errors, "mixed.lua: SHARE '1.5': must be a number from 0 to 1\n");
}

}  // namespace
}  // namespace hundred::test
