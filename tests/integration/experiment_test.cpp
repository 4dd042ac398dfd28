#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/integration/command_line.hpp"
#include "tests/support/process.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using ::testing::AllOf, ::testing::HasSubstr, ::testing::StartsWith;

/// `hundred-load lab` with experiments of the tests' own, from a working directory that has nothing to do with it.
class LabExperiment : public ::testing::Test {
 protected:
  static Json rounds() { return Json::parse(std::ifstream(ROUNDS), nullptr, true, true); }

  std::string file(const char* name) const { return fs::path(temporary_.path()).parent_path() / name; }
  std::string write(const Json& experiment) const {
    std::ofstream(file("changed.json")) << experiment;
    return file("changed.json");
  }
  static Finished lab(Arguments arguments) {
    arguments.insert(arguments.begin(), "lab");
    return run_to_end(HUNDRED_LOAD_PROGRAM, arguments, {}, 60s);
  }

  TemporaryFile temporary_{""};
};

TEST_F(LabExperiment, IsToldAndComesOutAsExpected) {
  const Finished finished = lab({ROUNDS});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_EQ(finished.errors, "");
  EXPECT_THAT(finished.output, StartsWith("rounds: two threads serve six users in three rounds\n"));
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("\n  $ hundred-load run --mode worker-pool --workers 2 -c 6 '/io/sleep?ms=30'\n"),
                    HasSubstr("\n  {\"n\":10,\"result\":\"285\"}\n"), HasSubstr("\nTime 2, for medians\n  pool  "),
                    HasSubstr("\n  as expected      The sum is 285\n"), HasSubstr("\nNext: with three threads:\n")));
}

TEST_F(LabExperiment, CanBeHadAsJson) {
  const Finished finished = lab({ROUNDS, "--json", "-o", file("result.json")});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  const Json json = Json::parse(finished.output);
  EXPECT_EQ(json["schema"], "hundred.experiment/1");
  EXPECT_EQ(json["as_expected"], true);
  EXPECT_EQ(json["steps"][0]["runs"].size(), 2U);
  EXPECT_GE(json["expectations"][0]["measured"], 90);
  EXPECT_EQ(json["environment"]["arguments"][0], "rounds");
  EXPECT_EQ(Json::parse(std::ifstream(file("result.json"))), json);
}

TEST_F(LabExperiment, ThatComesOutOtherwiseExitsWith1) {
  Json experiment = rounds();
  experiment["expect"][0]["at_least"] = 20000;
  experiment["expect"][1]["exactly"] = "286";
  const Finished finished = lab({write(experiment)});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(finished.errors, "hundred-load: changed did not come out as its file says\n");
  EXPECT_THAT(finished.output, AllOf(HasSubstr("\n  NOT as expected  All have an answer after three rounds\n"),
                                     HasSubstr("285; expected 286\n"), HasSubstr("expected 20.0 s to 30.0 s\n")));
}

TEST_F(LabExperiment, MustNotHaveFailedRequestsUnlessItSaysSo) {
  Json experiment = rounds();
  Json& arguments = experiment["steps"][0]["run"];
  arguments.insert(arguments.begin(), {"--server-arg=--queue-capacity=1"});
  experiment["expect"][0].erase("at_least");
  experiment["expect"][0]["figure"]["at"] = "/counts/ok";
  const Finished finished = lab({write(experiment)});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("\n  NOT as expected  pool: "));
  experiment["steps"][0]["may_fail"] = true;
  EXPECT_EQ(lab({write(experiment)}).exit_code, 0);
}

TEST_F(LabExperiment, SaysWhatIsNotAnswered) {
  Json experiment = rounds();
  experiment["steps"][1]["ask"][2] = "/nowhere";
  const Finished finished = lab({write(experiment)});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(finished.errors, "hundred-load: sum: '/nowhere': no good answer in JSON\n");
}

TEST_F(LabExperiment, StartsTheServerThatItIsTold) {
  const Finished finished = lab({ROUNDS, "--server", "/nonexistent"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.errors, HasSubstr("/nonexistent"));
}

TEST_F(LabExperiment, EndsWith130OnCtrlC) {
  Json experiment = rounds();
  experiment["steps"][0]["run"] = {"--mode", "event-loop", "-c", "2", "-d", "1h", "/io/sleep?ms=10"};
  Process process(HUNDRED_LOAD_PROGRAM, {"lab", write(experiment), "-o", file("result.json")});
  ASSERT_TRUE(eventually([&] { return process.output().find("\n1. pool\n") != std::string::npos; }));
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(30s), 130);
  EXPECT_EQ(Json::parse(std::ifstream(file("result.json")))["interrupted"], true);
}

}  // namespace
}  // namespace hundred::test
