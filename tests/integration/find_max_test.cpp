#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/process.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::AllOf, ::testing::HasSubstr, ::testing::StartsWith;

/// Two workers of 20 ms: at most 100/s, and half of the answers within 40 ms below that.
const Arguments two_workers{"find-max", "--mode", "worker-pool", "--workers", "2", "/io/sleep?ms=20"};

Finished find_max(const Arguments& more, Arguments all = two_workers) {
  all.insert(all.end(), more.begin(), more.end());
  return run_to_end(HUNDRED_LOAD_PROGRAM, all, {}, 110s);
}

TEST(FindMax, GivesARangeAndSaysWhatTheorySays) {
  const Finished finished = find_max({"--slo", "p50<35ms", "--step", "2s", "--edge", "3s", "--json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.errors, AllOf(HasSubstr("near the edge of 3 s"), HasSubstr("\nstep 1, ")));
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["schema"], "hundred.find-max/1");
  EXPECT_EQ(json["run_by"], "2 threads");
  EXPECT_GT(json["answer"]["met_per_s"], 30);
  EXPECT_LT(json["answer"]["met_per_s"], json["answer"]["not_met_per_s"]);
  EXPECT_GT(json["theory"]["rate_per_s"], 60);
  EXPECT_LT(json["theory"]["rate_per_s"], 100);
  for (const Json& step : json["steps"]) EXPECT_EQ(step["counts"]["ok"], step["counts"]["sent"]) << step;
}

TEST(FindMax, LoadsAServerThatIsThereAndWritesFiles) {
  const ServerProcess server({"--mode", "single-threaded"});
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/cpu/burn?ms=10";
  const fs::path stem = fs::temp_directory_path() / ("find_max_test." + std::to_string(server.port()));
  const Finished finished =
      find_max({url, "--slo", "p90<200ms", "--from", "40", "--step", "2s", "--edge", "2s", "--no-progress", "-o",
                stem.string() + ".json", "-o", stem.string() + ".csv", "-o", stem.string() + ".txt"},
               {"find-max"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.errors, StartsWith("\nNext: "));
  EXPECT_THAT(finished.output, AllOf(StartsWith("the highest rate that keeps p90<200ms, errors<1%\n'" + url +
                                                "', single-threaded, 1 thread\n"),
                                     HasSubstr("(met)")));
  std::ifstream text(stem.string() + ".txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(text), {}), finished.output);
  EXPECT_EQ(Json::parse(std::ifstream(stem.string() + ".json"))["arrivals"], "poisson");
  for (const char* ending : {".json", ".csv", ".txt"}) EXPECT_TRUE(fs::remove(stem.string() + ending)) << ending;
}

TEST(FindMax, FailsIfARequestAloneIsTooSlow) {
  const Finished finished = find_max({"--slo", "p50<10ms", "--step", "2s"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, AllOf(HasSubstr("\nno rate keeps it\n"), HasSubstr("A request alone takes too long:")));
  EXPECT_THAT(finished.errors, HasSubstr("hundred-load: no rate keeps p50<10ms, errors<1%\n"));
}

TEST(FindMax, FailsIfNoAnswerIsGood) {
  const Finished finished =
      find_max({"--slo", "p50<10ms", "--step", "1s"}, {"find-max", "--mode", "single-threaded", "/nowhere"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("no request had a good answer"));
}

TEST(FindMax, SaysThatNobodyListens) {
  const Finished finished = find_max({"127.0.0.1:1", "--slo", "p50<10ms"}, {"find-max"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.errors, HasSubstr("or let this program start one: hundred-load find-max --mode"));
}

TEST(FindMax, ThatIsInterruptedSaysWhatWasFoundSoFar) {
  Arguments all = two_workers;
  all.insert(all.end(), {"--slo", "p50<35ms", "--step", "1s"});
  Process process(HUNDRED_LOAD_PROGRAM, all);
  EXPECT_TRUE(eventually([&] { return process.errors().find("step 1, ") != std::string::npos; }));
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(30s), 130);
  EXPECT_THAT(process.output(),
              AllOf(HasSubstr("\nInterrupted: this is what was found up to then.\n"), HasSubstr("/s ")));
}

}  // namespace
}  // namespace hundred::test
