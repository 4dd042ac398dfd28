#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/process.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::AllOf, ::testing::HasSubstr;

/// `hundred-load lab wrk` with the real wrk and server, a second at a time.
Finished lab_wrk(const Arguments& more, const Environment& environment = {}) {
  Arguments all{"lab", "wrk", "-c", "10", "-d", "1s"};
  all.insert(all.end(), more.begin(), more.end());
  return run_to_end(HUNDRED_LOAD_PROGRAM, all, environment, 60s);
}

TEST(LabWrk, PutsBothToolsSideBySide) {
  const ServerProcess server({"--mode", "worker-pool"});
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/io/sleep?ms=5";
  const Finished finished = lab_wrk({"--repeats", "2", "--json", url});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_EQ(finished.errors, "");
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["schema"], "hundred.lab/1");
  EXPECT_EQ(json["url"], url);
  ASSERT_EQ(json["rounds"].size(), 2U);
  EXPECT_EQ(json["rounds"][0]["first"], "wrk");
  EXPECT_EQ(json["rounds"][1]["first"], "hundred_load");
  for (const Json& round : json["rounds"])
    for (const char* tool : {"wrk", "hundred_load"}) {
      SCOPED_TRACE(tool);
      EXPECT_EQ(round[tool]["errors"], 0);
      EXPECT_GE(round[tool]["p50_ms"], 5);
      EXPECT_GE(round[tool]["max_ms"], round[tool]["p99_ms"]);
      EXPECT_GT(round[tool]["cpu_us_per_request"], 0);
      EXPECT_GT(round[tool]["throughput_per_s"], 10);
    }
  for (const Json& measure : json["medians"]) EXPECT_GT(measure["ratio"], 0);
}

TEST(LabWrk, StartsAServerIfAskedTo) {
  const Finished finished = lab_wrk({"--repeats", "1", "--mode", "event-loop", "/ping"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, AllOf(HasSubstr("\n'/ping', event-loop, 1 loop\nwrk "), HasSubstr("one round\n"),
                                     HasSubstr("\nWhat each cannot see\n")));
}

TEST(LabWrk, FailsIfNoAnswerIsGood) {
  const Finished finished = lab_wrk({"--repeats", "1", "--mode", "single-threaded", "/nowhere"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("\nerrors "));
  EXPECT_EQ(finished.errors, "hundred-load: in no round did both tools have a good answer\n");
}

TEST(LabWrk, SaysHowToGetWrk) {
  const Finished finished = lab_wrk({"127.0.0.1:1"}, {{"PATH", "/nonexistent"}});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(finished.errors, "hundred-load: wrk is not on PATH; on Debian and Ubuntu: apt-get install wrk\n");
}

TEST(LabWrk, SaysThatNobodyListens) {
  const Finished finished = lab_wrk({"127.0.0.1:1"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.errors, HasSubstr("hundred-load: wrk failed: it ended with exit code 1: unable to connect"));
}

/// All modes with the real server.
TEST(LabRace, ComesOutAsExpected) {
  const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM, {"lab", "race", "--json"}, {}, 120s);
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["as_expected"], true) << json["checks"].dump(2);
  EXPECT_EQ(json["modes"].size(), 6U);
  EXPECT_EQ(json["environment"]["arguments"][0], "race");
}

TEST(LabRace, NamesTheServerThatDoesNotStart) {
  const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM, {"lab", "race", "--server-arg=--port=none"}, {}, 60s);
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.errors, HasSubstr("--port 'none'"));
}

/// A folder with a program `wrk` that has done a turn at once, and in its second one presses Ctrl-C and does not end.
class InterruptingWrk : public ::testing::Test {
 protected:
  InterruptingWrk() : folder_(::mkdtemp(name_.data())) {
    const fs::path program = folder_ / "wrk";
    std::ofstream(program) << R"(#!/bin/sh
[ "$1" != --version ] || { echo 'wrk 9.9 [sh]'; exit 1; }
[ ! -e "$0.ran" ] || { kill -INT $PPID; exec sleep 600; }
: >"$0.ran"
echo '{"requests":10,"errors":{"status":0,"timeout":0},"throughput_per_s":10,"latency_ms":{"count":10,"max":7}}'
)";
    fs::permissions(program, fs::perms::owner_all);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return folder_.string() + ":" + std::getenv("PATH"); }

 private:
  std::string name_ = (fs::temp_directory_path() / "hundred-lab-XXXXXX").string();
  fs::path folder_;
};

TEST_F(InterruptingWrk, LeavesTheRoundsThatWereDone) {
  const Finished finished = lab_wrk({"--repeats", "1000", "--mode", "event-loop", "/ping"}, {{"PATH", path()}});
  EXPECT_EQ(finished.exit_code, 130);
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("\nwrk 9.9 and "), HasSubstr("\nInterrupted: 1 of 1000 rounds are done.\n")));
  EXPECT_EQ(finished.errors, "");
}

}  // namespace
}  // namespace hundred::test
